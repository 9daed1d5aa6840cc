package io.sv2.examples.cli;

import io.sv2.noise.AuthoritySecretKey;
import io.sv2.noise.KeyFormatException;
import io.sv2.noise.StaticKeyPair;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files that hold a secret key as text, and nothing else. Errors name the file, not the secret. */
final class SecretFile {
  private static final Logger LOG = LoggerFactory.getLogger(SecretFile.class);
  private static final int MAX_LENGTH = 1024;
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final Set<PosixFilePermission> OTHERS_READ =
      Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

  private SecretFile() {}

  /**
   * Reads an authority's secret key.
   *
   * @throws IOException when it cannot be read, or is none
   */
  static AuthoritySecretKey authorityKey(Path file) throws IOException {
    return read(file, AuthoritySecretKey::parse);
  }

  /**
   * Reads a server's static key; makes one where there is no file.
   *
   * @throws IOException when it cannot be read or made, or is none
   */
  static StaticKeyPair staticKey(Path file) throws IOException {
    SecureRandom random = new SecureRandom();
    if (Files.notExists(file)) {
      StaticKeyPair fresh = StaticKeyPair.generate(random);
      try {
        create(file, fresh.toBase58());
        LOG.info("{}: made for this server's static key", file);
        return fresh;
      } catch (FileAlreadyExistsException e) {
        LOG.debug("another process was first to make {}", file); // so its key is the server's
      }
    }
    return read(file, text -> StaticKeyPair.parse(text, random));
  }

  private static <K> K read(Path file, Function<String, K> parse) throws IOException {
    String text;
    try (InputStream in = Files.newInputStream(file)) {
      text = text(in);
    } catch (NoSuchFileException e) {
      throw new IOException(file + ": there is no such file", e);
    } catch (AccessDeniedException e) {
      throw new IOException(file + ": may not be read", e);
    } catch (IOException e) {
      throw new IOException(file + ": cannot be read: " + e.getMessage(), e);
    }
    if (isReadByOthers(file)) {
      LOG.warn("{}: others can read this secret; chmod 600 keeps it yours", file);
    }
    try {
      return parse.apply(text);
    } catch (KeyFormatException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  /** What there is of a secret in a stream, without the line's end. */
  static String text(InputStream in) throws IOException {
    return new String(in.readNBytes(MAX_LENGTH), StandardCharsets.UTF_8).strip();
  }

  private static boolean isReadByOthers(Path file) throws IOException {
    return isPosix(file)
        && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS_READ::contains);
  }

  /**
   * Writes a secret to a new file that its owner alone can read. The file is there with all of it,
   * or not at all; one that exists is left as it is.
   *
   * @throws FileAlreadyExistsException when it exists
   */
  static void create(Path file, String secret) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new IOException(file + ": there is no folder " + folder);
    }
    FileAttribute<?>[] attributes =
        isPosix(folder) ? new FileAttribute<?>[] {OWNER_ONLY} : new FileAttribute<?>[0];
    Path whole;
    try {
      whole = Files.createTempFile(folder, ".sv2-key-", ".tmp", attributes);
    } catch (AccessDeniedException e) {
      throw new IOException(file + ": the folder may not be written to", e);
    }
    try {
      Files.writeString(whole, secret + "\n", StandardOpenOption.DSYNC);
      link(file, whole);
    } finally {
      Files.deleteIfExists(whole);
    }
  }

  /** Unlike a move, a link never replaces what another process makes in this moment. */
  private static void link(Path file, Path whole) throws IOException {
    try {
      Files.createLink(file, whole);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException | UnsupportedOperationException e) {
      LOG.debug("no link to {}, so it is moved", file, e); // not every file system has them
      Files.move(whole, file);
    }
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
