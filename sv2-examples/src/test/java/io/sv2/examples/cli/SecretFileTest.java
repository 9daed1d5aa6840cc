package io.sv2.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.sv2.noise.AuthoritySecretKey;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class SecretFileTest {
  @TempDir private Path folder;

  @Test
  void aStaticKeyIsMadeOnceAndReadAgain() throws IOException {
    Path file = folder.resolve("static.key");
    byte[] made = SecretFile.staticKey(file).publicKeyX();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(SecretFile.staticKey(file).publicKeyX()).isEqualTo(made);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aBrokenStaticKeyIsNotReplaced() throws IOException {
    Path file = Files.writeString(folder.resolve("static.key"), "");
    assertThatIOException()
        .isThrownBy(() -> SecretFile.staticKey(file))
        .withMessageContaining(file.toString())
        .withMessageContaining("too short");
    assertThat(file).isEmptyFile();
    assertThatIOException()
        .isThrownBy(() -> SecretFile.staticKey(folder))
        .withMessageContaining("cannot be read");
    assertThatIOException()
        .isThrownBy(() -> SecretFile.staticKey(folder.resolve("none/static.key")))
        .withMessageContaining("there is no folder");
  }

  @Test
  void whatAnotherProcessHasMadeStays() throws IOException {
    Path file = Files.writeString(folder.resolve("key"), "theirs");
    assertThatThrownBy(() -> SecretFile.create(file, "ours"))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(file).hasContent("theirs");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aSecretThatOthersCanReadIsReadAllTheSame() throws IOException {
    AuthoritySecretKey secret = AuthoritySecretKey.generate(new SecureRandom());
    Path file = Files.writeString(folder.resolve("key"), " " + secret.toBase58() + "\r\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    List<String> warnings = new ArrayList<>();
    Logger logger = (Logger) LoggerFactory.getLogger(SecretFile.class);
    AppenderBase<ILoggingEvent> appender =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            warnings.add(event.getFormattedMessage());
          }
        };
    appender.start();
    logger.addAppender(appender);
    logger.setLevel(Level.WARN);
    try {
      assertThat(SecretFile.authorityKey(file).publicKey()).isEqualTo(secret.publicKey());
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      assertThat(SecretFile.authorityKey(file).publicKey()).isEqualTo(secret.publicKey());
    } finally {
      logger.setLevel(null);
      logger.detachAppender(appender);
    }
    assertThat(warnings)
        .singleElement()
        .asString()
        .contains(file.toString(), "others can read", "chmod 600")
        .doesNotContain(secret.toBase58());
  }
}
