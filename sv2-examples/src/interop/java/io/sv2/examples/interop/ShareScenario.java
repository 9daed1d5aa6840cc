package io.sv2.examples.interop;

import static io.sv2.examples.interop.ShareDifference.SAME_TIP_AGAIN;
import static io.sv2.examples.interop.ShareDifference.TIP_WITHOUT_TEMPLATE;

import io.sv2.codec.Sv2Message;
import io.sv2.codec.json.Sv2Json;
import io.sv2.codec.mining.SetCustomMiningJob;
import io.sv2.codec.mining.SubmitSharesExtended;
import io.sv2.codec.mining.SubmitSharesStandard;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.U256;
import io.sv2.examples.interop.ShareModel.Contents;
import io.sv2.examples.interop.ShareModel.Verdict;
import io.sv2.examples.interop.ShareWork.Template;
import io.sv2.reactive.mining.ChannelConfig;
import io.sv2.reactive.mining.Job;
import io.sv2.reactive.mining.ServerChannel;
import io.sv2.reactive.mining.Share;
import io.sv2.reactive.mining.ShareResult;
import io.sv2.reactive.mining.Tip;
import io.sv2.reactive.mining.WorkTemplate;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What happens to one channel, made up as it goes on: played to a channel of ours, and written down
 * for the reference's, with what both should answer. Longer than files are here: each event is
 * short, but all of them change the one state that the next is made up from.
 */
final class ShareScenario {
  private static final Sv2Json JSON = Sv2Json.standard();
  private static final BigInteger MAX = U256.MAX.toBigInteger();

  /**
   * Something that happened.
   *
   * @param event for the reference
   * @param share whether it is one
   * @param answer of our channel
   * @param ours what that should be
   * @param theirs what the reference's should be
   */
  record Step(String event, boolean share, String answer, Verdict ours, Verdict theirs) {
    boolean accepted() {
      return share && !answer.startsWith("rejected");
    }
  }

  private final Random random;
  private final ShareValues some;
  private final ShareWork form;
  private final boolean extended;
  private final boolean versionRolling;
  private final int rollableSize;
  private final String start;
  private final int maxJobs;
  private final Duration tolerance;
  private final ServerChannel channel;
  private final ShareModel ours;
  private final ShareModel theirs;
  private final List<Step> steps = new ArrayList<>();
  private final Map<Long, Contents> jobs = new HashMap<>(); // all that there were
  private final Map<Long, WorkTemplate> futureWork = new HashMap<>(); // by template
  private final List<Share> shares = new ArrayList<>();
  private B032 prefix;
  private BigInteger target = MAX;
  private @Nullable Template template; // the last
  private @Nullable Tip tip;
  private long nextTemplateId = 1;
  private long lastJobId;
  private long now = 1_000_000;

  ShareScenario(Random random) {
    this.random = random;
    some = new ShareValues(random);
    extended = random.nextBoolean();
    versionRolling = !extended || random.nextInt(3) > 0;
    rollableSize = extended ? 1 + random.nextInt(16) : 0;
    prefix = B032.of(some.bytes(1 + random.nextInt(extended ? 16 : 32)));
    form = new ShareWork(prefix.length() + rollableSize, versionRolling);
    start =
        "{\"kind\":\""
            + (extended ? "extended" : "standard")
            + "\",\"extranoncePrefix\":\""
            + prefix.toHex()
            + "\","
            + (extended
                ? "\"rollableSize\":" + rollableSize + ",\"versionRolling\":" + versionRolling + ","
                : "");
    maxJobs = random.nextInt(4) == 0 ? 16 : 17; // as many future ones, or one and 16 before it
    tolerance = ChannelConfig.DEFAULT.ntimeTolerance();
    Duration grace = random.nextInt(4) == 0 ? Duration.ofSeconds(20) : Duration.ZERO;
    channel =
        new ServerChannel(
            1,
            "worker",
            prefix,
            rollableSize,
            U256.MAX,
            ChannelConfig.DEFAULT.withBounds(maxJobs, 16_384).withLateShareGrace(grace),
            now);
    ours = ShareModel.ofOurs(rollableSize, maxJobs, tolerance.toMillis(), grace.toMillis());
    theirs = ShareModel.ofReference(rollableSize);
  }

  /** The line for the reference. */
  String line() {
    return start
        + "\"events\":["
        + String.join(",", steps.stream().map(Step::event).toList())
        + "]}";
  }

  List<Step> steps() {
    return steps;
  }

  ServerChannel channel() {
    return channel;
  }

  /** Goes on until there are about so many shares. */
  ShareScenario play(int count) {
    if (extended && random.nextInt(3) == 0) {
      customJob();
    } else {
      newTip();
    }
    while (shares.size() < count) {
      switch (random.nextInt(24)) {
        case 0 -> setTarget(some.someTarget());
        case 1 -> setPrefix();
        case 2, 3 -> activeTemplate();
        case 4, 5 -> futureTemplate();
        case 6 -> newTip();
        case 7 -> sameTip();
        case 8 -> customJob();
        case 9 -> now += 1_000L * (random.nextInt(12) == 0 ? 10_000 : random.nextInt(30));
        case 10 -> unknownTemplate();
        case 11 -> manyJobs();
        case 12 -> thereAndBack();
        default -> submit(someShare());
      }
    }
    if (random.nextInt(4) == 0) {
      tipWithoutTemplate();
      for (int i = 0; i < 5; i++) {
        submit(someShare());
      }
    }
    return this;
  }

  // ---- what happens between shares

  private void done(String event, String answer, String ofOurs, String ofTheirs) {
    steps.add(
        new Step(event, false, answer, new Verdict(ofOurs, null), new Verdict(ofTheirs, null)));
  }

  private static String text(@Nullable Job job) {
    return "job " + (job == null ? "null" : job.id());
  }

  private void setTarget(BigInteger changed) {
    target = changed;
    channel.setTarget(U256.of(changed));
    done("{\"target\":\"" + U256.of(changed) + "\"}", "", "", "");
  }

  private void setPrefix() {
    prefix = B032.of(some.bytes(prefix.length()));
    channel.setExtranoncePrefix(prefix);
    done("{\"extranoncePrefix\":\"" + prefix.toHex() + "\"}", "", "", "");
  }

  private void activeTemplate() {
    Tip on = Objects.requireNonNull(tip);
    if (theirs.live.size() >= maxJobs && maxJobs < 17) {
      newTip(); // or the reference would keep one more
      return;
    }
    Template next = someTemplate(false);
    long id = ++lastJobId;
    Contents contents = form.contents(next, prefix);
    jobs.put(id, contents);
    Share probe = probe(id, contents, on);
    Job job = channel.addActive(id, form.ours(next), on, on.minNtime(), now);
    done(ShareWork.event(next), text(job), "job " + id, "job " + id);
    addLive(id, on);
    submitAll(probe);
  }

  private void futureTemplate() {
    if (ours.future.size() >= 16 && maxJobs > 16) {
      return; // or ours would keep one more
    }
    addFuture(someTemplate(true));
  }

  private void addFuture(Template next) {
    long templateId = next.message().templateId();
    long id = ++lastJobId;
    jobs.put(id, form.contents(next, prefix));
    futureWork.put(templateId, form.ours(next));
    Job job = channel.addFuture(id, form.ours(next));
    done(ShareWork.event(next), text(job), "job " + id, "job " + id);
    ours.addFuture(templateId, id);
    theirs.addFuture(templateId, id);
  }

  private void newTip() {
    if (ours.future.isEmpty()) {
      futureTemplate();
    }
    pass(some.someTip(U256.ofWire(some.bytes(32)), some.nBits()));
  }

  /** The block of before, announced again with another least time. */
  private void sameTip() {
    Tip before = Objects.requireNonNull(tip);
    if (ours.future.isEmpty()) {
      futureTemplate();
    }
    if (random.nextInt(3) == 0) {
      pass(some.someTip(before.prevHash(), some.nBits()));
    } else if (random.nextBoolean()) {
      pass(some.sameBlock(before));
    } else { // as ServerChannels does it, for which it is no news
      Tip again = some.sameBlock(before);
      long templateId = futureTemplateId();
      long id = futureJob(templateId);
      Share probe = probe(id, contents(id), again);
      WorkTemplate work = Objects.requireNonNull(futureWork.get(templateId));
      B032 current = channel.extranoncePrefix();
      channel.setExtranoncePrefix(contents(id).extranoncePrefix());
      Job job = channel.addActive(id, work, again, again.minNtime(), now);
      channel.setExtranoncePrefix(current);
      done(ShareWork.event(again, templateId), text(job), "job " + id, "job " + id);
      ours.passInReference(again, now, SAME_TIP_AGAIN);
      theirs.passInReference(again, now, SAME_TIP_AGAIN);
      forgetFuture();
      addLive(id, again);
      submitAll(probe);
    }
  }

  private void pass(Tip next) {
    pass(next, futureTemplateId());
  }

  private void pass(Tip next, long templateId) {
    long id = futureJob(templateId);
    Share probe = probe(id, contents(id), next);
    Tip known =
        probe == null ? next : some.withTargetAt(next, ShareModel.hash(contents(id), next, probe));
    Job job = channel.activate(templateId, known, known.minNtime(), now);
    done(ShareWork.event(known, templateId), text(job), "job " + id, "job " + id);
    ours.pass(known, now);
    theirs.pass(known, now);
    forgetFuture();
    addLive(id, known);
    submitAll(probe);
  }

  /** A share once more, for a job like its own, after another tip and then its own again. */
  private void thereAndBack() {
    activeTemplate();
    if (ours.future.size() > 14 || random.nextInt(3) > 0) {
      return;
    }
    Tip before = Objects.requireNonNull(tip);
    Share share = freshShare(lastJobId);
    submit(share);
    Template same = Objects.requireNonNull(template);
    long nBits = some.nBits();
    Tip other =
        random.nextBoolean()
            ? ShareValues.ofNBits(before.prevHash(), before.minNtime(), nBits)
            : some.someTip(U256.ofWire(some.bytes(32)), nBits);
    for (Tip next : List.of(other, before)) {
      Template again = same.with(nextTemplateId++, true);
      addFuture(again);
      pass(next, again.message().templateId());
      submit(withJob(share, lastJobId));
    }
  }

  /** A tip that names no template that waits. */
  private void unknownTemplate() {
    if (!theirs.future.isEmpty()) {
      Tip other = some.someTip(U256.ofWire(some.bytes(32)), some.nBits());
      Job job = channel.activate(0, other, other.minNtime(), now);
      done(ShareWork.event(other, 0), text(job), "job null", "error TemplateIdNotFound");
    }
  }

  private void tipWithoutTemplate() {
    newTip();
    submit(someShare());
    Tip other = some.someTip(U256.ofWire(some.bytes(32)), some.nBits());
    Job job = channel.activate(0, other, other.minNtime(), now);
    done(ShareWork.event(other, 0), text(job), "job null", "job null");
    ours.passInReference(other, now, TIP_WITHOUT_TEMPLATE);
    theirs.passInReference(other, now, TIP_WITHOUT_TEMPLATE);
  }

  /** Too many jobs of a kind for either side to keep all. */
  private void manyJobs() {
    for (int i = random.nextInt(3) == 0 ? 18 : 0; i > 0; i--) {
      if (maxJobs > 16) {
        activeTemplate();
      } else {
        futureTemplate();
      }
    }
  }

  private void customJob() {
    if (!extended) {
      return;
    }
    Tip on = customTip();
    Tip before = tip;
    boolean news = before == null || !before.isSameBlock(on);
    boolean newsThere = before == null || news || before.minNtime() != on.minNtime();
    if (!newsThere && theirs.live.size() >= maxJobs && maxJobs < 17) {
      return;
    }
    SetCustomMiningJob job = some.customJob(on);
    long id = ++lastJobId;
    Contents contents = form.contents(job, prefix);
    jobs.put(id, contents);
    Share probe = probe(id, contents, on);
    Job made = channel.addCustom(id, form.ours(job), on, on.minNtime(), now, now);
    done(ShareWork.event(job), text(made), "job " + id, "job " + id);
    if (news) {
      ours.pass(on, now);
      theirs.pass(on, now);
      ours.future.clear(); // the reference still has them, but is never asked for them
    } else if (newsThere) {
      ours.passInReference(on, now, SAME_TIP_AGAIN);
      theirs.passInReference(on, now, SAME_TIP_AGAIN);
    }
    addLive(id, on);
    submitAll(probe);
  }

  private Tip customTip() {
    Tip before = tip;
    int kind = random.nextInt(6);
    if (before == null || kind == 0) {
      return ShareValues.ofNBits(U256.ofWire(some.bytes(32)), some.someNtime(), some.nBits());
    } else if (kind == 1) {
      long nBits = some.nBits();
      return nBits == before.nBits()
          ? before
          : ShareValues.ofNBits(before.prevHash(), before.minNtime(), nBits);
    }
    return kind == 2 ? some.sameBlock(before) : before;
  }

  // ---- jobs

  private void addLive(long id, Tip on) {
    tip = on;
    ShareModel.Job job = new ShareModel.Job(id, contents(id), on, target, on.minNtime(), now);
    ours.addLive(job);
    theirs.addLive(job);
  }

  private void forgetFuture() {
    ours.future.clear();
    theirs.future.clear();
  }

  private long futureTemplateId() {
    List<Long> ids = List.copyOf(ours.future.keySet());
    return ids.get(random.nextInt(ids.size()));
  }

  private long futureJob(long templateId) {
    return Objects.requireNonNull(ours.future.get(templateId));
  }

  private Contents contents(long jobId) {
    return Objects.requireNonNull(jobs.get(jobId));
  }

  /** Now and then a share whose hash the target of the job to come is put beside. */
  private @Nullable Share probe(long jobId, Contents contents, Tip on) {
    if (random.nextInt(3) > 0) {
      return null;
    }
    Share share =
        new Share(
            shares.size(),
            jobId,
            some.u32(),
            on.minNtime() + random.nextInt(5),
            contents.version(),
            B032.of(some.bytes(rollableSize)));
    BigInteger hash = ShareModel.hash(contents, on, share);
    setTarget(hash.add(BigInteger.valueOf(random.nextInt(3) - 1L)));
    return share;
  }

  private void submitAll(@Nullable Share probe) {
    if (probe != null) {
      submit(probe);
    }
  }

  private Template someTemplate(boolean future) {
    Template before = template;
    long id =
        future && !ours.future.isEmpty() && random.nextInt(8) == 0
            ? futureTemplateId() // replaces it
            : nextTemplateId++;
    Template next =
        before != null && random.nextInt(4) == 0
            ? before.with(id, future)
            : some.template(id, future);
    template = next;
    return next;
  }

  // ---- shares

  private Share someShare() {
    if (!shares.isEmpty() && random.nextInt(6) == 0) {
      Share again = shares.get(random.nextInt(shares.size()));
      return random.nextBoolean() ? again : withJob(again, someJobId());
    }
    return freshShare(someJobId());
  }

  private Share freshShare(long jobId) {
    Contents of = jobs.get(jobId);
    ShareModel.Job job = active(jobId);
    long latest = job == null ? some.someNtime() : job.latestNtime(now, tolerance.toMillis());
    long least = job == null ? latest : job.minNtime();
    long version = of == null ? some.u32() : of.version();
    if (random.nextInt(3) == 0) {
      version ^= some.u32() & ShareModel.ROLLABLE_BITS;
    }
    return new Share(
        shares.size(),
        jobId,
        some.u32(),
        some.rarely()
            ? some.strangeNtime(least, latest)
            : least + random.nextInt((int) (latest - least) + 1),
        some.rarely() ? version ^ 1L << random.nextInt(32) : version,
        B032.of(some.bytes(extended && some.rarely() ? random.nextInt(33) : rollableSize)));
  }

  private ShareModel.@Nullable Job active(long jobId) {
    return ours.live.stream().filter(job -> job.id() == jobId).findAny().orElse(null);
  }

  private long someJobId() {
    List<ShareModel.Job> of = random.nextInt(8) == 0 ? ours.late : ours.live;
    List<Long> future = List.copyOf(ours.future.values());
    return switch (random.nextInt(16)) {
      case 0 -> 1 + random.nextInt((int) lastJobId);
      case 1 -> random.nextBoolean() ? some.u32() : lastJobId + 1;
      case 2 -> future.isEmpty() ? 0 : future.get(random.nextInt(future.size()));
      default -> of.isEmpty() ? lastJobId : of.get(random.nextInt(of.size())).id();
    };
  }

  private static Share withJob(Share s, long jobId) {
    return new Share(s.sequenceNumber(), jobId, s.nonce(), s.ntime(), s.version(), s.extranonce());
  }

  private void submit(Share share) {
    shares.add(share);
    Sv2Message message =
        extended
            ? new SubmitSharesExtended(
                1,
                share.sequenceNumber(),
                share.jobId(),
                share.nonce(),
                share.ntime(),
                share.version(),
                share.extranonce())
            : new SubmitSharesStandard(
                1,
                share.sequenceNumber(),
                share.jobId(),
                share.nonce(),
                share.ntime(),
                share.version());
    steps.add(
        new Step(
            "{\"share\":" + JSON.write(message) + "}",
            true,
            text(channel.submit(share, now)),
            ours.judge(share, now),
            theirs.judge(share, now)));
  }

  private static String text(ShareResult result) {
    if (result instanceof ShareResult.Valid valid) {
      return "valid " + valid.hash();
    } else if (result instanceof ShareResult.Block block) {
      WorkTemplate of = block.job().template();
      return ShareModel.block(
          block.hash(),
          of.isOfTemplate() ? OptionalLong.of(of.templateId()) : OptionalLong.empty(),
          block.coinbase().toHex());
    }
    return "rejected " + ((ShareResult.Rejected) result).errorCode();
  }
}
