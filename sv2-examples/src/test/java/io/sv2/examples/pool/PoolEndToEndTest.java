package io.sv2.examples.pool;

import static io.sv2.examples.pool.ScriptedMiner.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sv2.codec.mining.NewExtendedMiningJob;
import io.sv2.codec.mining.OpenExtendedMiningChannel;
import io.sv2.codec.mining.SetNewPrevHash;
import io.sv2.codec.mining.SubmitSharesError;
import io.sv2.codec.mining.SubmitSharesSuccess;
import io.sv2.codec.type.Str0255;
import io.sv2.codec.type.U256;
import io.sv2.examples.bitcoin.ChainTip;
import io.sv2.examples.bitcoin.SimulatedChain;
import io.sv2.examples.bitcoin.SimulatedChainConfig;
import io.sv2.examples.bitcoin.SubmitResult;
import io.sv2.examples.templateprovider.TemplateProvider;
import io.sv2.examples.templateprovider.TemplateProviderConfig;
import io.sv2.noise.AuthoritySecretKey;
import io.sv2.noise.NoiseInitiatorConfig;
import io.sv2.noise.NoiseResponderConfig;
import java.io.IOException;
import java.math.BigInteger;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bitcoinj.base.Sha256Hash;
import org.bitcoinj.core.Transaction;
import org.bitcoinj.core.TransactionWitness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Template provider, pool and miner over loopback TCP. */
class PoolEndToEndTest {
  private static final AuthoritySecretKey AUTHORITY =
      AuthoritySecretKey.generate(new SecureRandom());

  private final Scheduler chainThread = Schedulers.newSingle("chain");
  private final SimulatedChain chain =
      SimulatedChain.start(
          SimulatedChainConfig.defaults()
              .withPace(4096, Duration.ofSeconds(10))
              .withTransactions(3, Duration.ZERO),
          Clock.systemUTC(),
          new Random(1),
          chainThread);
  private final List<SubmitResult> verdicts = new CopyOnWriteArrayList<>();
  private final Disposable.Composite parts = Disposables.composite();
  private @Nullable NoiseResponderConfig identity;
  private @Nullable NoiseInitiatorConfig pinned;

  @AfterEach
  void stop() {
    parts.dispose();
    chain.close();
    chainThread.dispose();
  }

  @ParameterizedTest(name = "encrypted: {0}")
  @ValueSource(booleans = {false, true})
  void minerWorksOnWhileTheTemplateProviderIsAwayAndOnTheNewTipAfter(boolean encrypted)
      throws IOException {
    encrypt(encrypted);
    TemplateProvider provider = provide(anyPort());
    ScriptedMiner miner = mineAt(provider);
    MinedChannel channel = miner.view.channels.get(2L);
    assertThat(channel.tip().prevHash()).isEqualTo(number(chain.tip().block(LIMIT).hash()));

    MinedChannel.Found first = block(channel);
    miner.send(channel.submission(1, first));
    assertThat(miner.await(SubmitSharesSuccess.class))
        .isEqualTo(new SubmitSharesSuccess(2, 1, 1, 0));
    assertThat(miner.await(SetNewPrevHash.class).prevHash()).isEqualTo(number(first.blockHash()));
    await()
        .atMost(LIMIT)
        .until(() -> verdicts, List.of(new SubmitResult.Accepted(first.blockHash()))::equals);

    goAway(provider);
    assertThat(miner.heardNothing()).isTrue();
    miner.send(channel.submission(2, share(channel)));
    assertThat(miner.await(SubmitSharesSuccess.class).lastSequenceNumber()).isEqualTo(2);
    assertThat(channel.tip().prevHash()).isEqualTo(number(first.blockHash()));

    MinedChannel.Found late = share(channel);
    MinedChannel.Found elsewhere = block(channel);
    submitDirectly(channel, elsewhere);
    assertThat(miner.heardNothing()).isTrue();
    provide(provider.address());
    assertThat(miner.await(SetNewPrevHash.class).prevHash())
        .isEqualTo(number(elsewhere.blockHash()));
    miner.send(channel.submission(3, late));
    assertThat(miner.await(SubmitSharesError.class))
        .isEqualTo(new SubmitSharesError(2, 3, Str0255.of("stale-share")));

    MinedChannel.Found last = block(channel);
    miner.send(channel.submission(4, last));
    assertThat(miner.await(SetNewPrevHash.class).prevHash()).isEqualTo(number(last.blockHash()));
    assertThat(chain.tip().block(LIMIT)).isEqualTo(new ChainTip(840_003, last.blockHash()));
  }

  @ParameterizedTest(name = "encrypted: {0}")
  @ValueSource(booleans = {false, true})
  void templateProviderThatComesBackOnTheSameTipMakesNothingStale(boolean encrypted)
      throws IOException {
    encrypt(encrypted);
    TemplateProvider provider = provide(anyPort());
    ScriptedMiner miner = mineAt(provider);
    MinedChannel channel = miner.view.channels.get(2L);
    MinedChannel.Found before = share(channel);
    goAway(provider);
    provide(provider.address());
    // The new provider's template comes as a future job first, then as one to start at once.
    while (channel.job().minNtime().isEmpty()) {
      miner.await(NewExtendedMiningJob.class);
    }
    miner.send(channel.submission(1, before));
    assertThat(miner.await(SubmitSharesSuccess.class).lastSequenceNumber()).isEqualTo(1);

    MinedChannel.Found found = block(channel);
    miner.send(channel.submission(2, found));
    assertThat(miner.await(SetNewPrevHash.class).prevHash()).isEqualTo(number(found.blockHash()));
    assertThat(chain.tip().block(LIMIT)).isEqualTo(new ChainTip(840_001, found.blockHash()));
  }

  private void encrypt(boolean encrypted) {
    identity = encrypted ? NoiseResponderConfig.of(AUTHORITY) : null;
    pinned = encrypted ? NoiseInitiatorConfig.pinned(AUTHORITY.publicKey()) : null;
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private TemplateProvider provide(InetSocketAddress address) {
    TemplateProvider provider =
        TemplateProvider.start(
                chain, TemplateProviderConfig.DEFAULT, address, identity, verdicts::add)
            .block(LIMIT);
    parts.add(provider);
    return provider;
  }

  private ScriptedMiner mineAt(TemplateProvider provider) {
    Pool pool =
        Pool.start(
                PoolBench.config(1),
                anyPort(),
                identity,
                provider.address(),
                pinned,
                PoolListener.NONE)
            .block(LIMIT);
    parts.add(pool);
    ScriptedMiner miner = new ScriptedMiner(pool.address(), pinned);
    parts.add(miner::close);
    miner.send(
        new OpenExtendedMiningChannel(1, Str0255.of("user"), PoolBench.HASH_RATE, U256.MAX, 8));
    miner.await(SetNewPrevHash.class);
    return miner;
  }

  private static void goAway(TemplateProvider provider) {
    provider.dispose();
    await().atMost(LIMIT).until(() -> !listens(provider.address()));
  }

  private static boolean listens(InetSocketAddress address) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(address, (int) LIMIT.toMillis());
      return true;
    } catch (ConnectException refused) {
      return false;
    }
  }

  /** A block that somebody else hands to the chain. */
  private void submitDirectly(MinedChannel channel, MinedChannel.Found found) {
    Transaction coinbase =
        Transaction.read(ByteBuffer.wrap(channel.coinbase(found.job(), found.rolled())));
    coinbase.replaceInput(0, coinbase.getInput(0).withWitness(TransactionWitness.of(new byte[32])));
    byte[] block =
        chain
            .templates()
            .blockFirst(LIMIT)
            .assemble(found.header().toByteArray(), coinbase.serialize());
    assertThat(chain.submit(block).block(LIMIT))
        .isEqualTo(new SubmitResult.Accepted(found.blockHash()));
  }

  private static MinedChannel.Found block(MinedChannel channel) {
    BigInteger target = PoolTemplates.target(channel.tip().nbits());
    return channel.find(hash -> hash.compareTo(target) <= 0);
  }

  private static MinedChannel.Found share(MinedChannel channel) {
    BigInteger target = PoolTemplates.target(channel.tip().nbits());
    return channel.find(hash -> hash.compareTo(target) > 0 && hash.compareTo(channel.target) <= 0);
  }

  private static U256 number(Sha256Hash hash) {
    return U256.ofHex(hash.toString());
  }
}
