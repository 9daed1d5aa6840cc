package io.sv2.noise.secp256k1;

import java.io.IOException;

/** Which provider is used where nobody asks for one; found out once, when first needed. */
final class Secp256k1Providers {
  /** What {@link Secp256k1#PROVIDER_PROPERTY} may say. */
  private static final String FASTEST = "fastest";

  private static final String JAVA = "bouncycastle";
  private static final String NATIVE = "libsecp256k1";

  /**
   * A choice.
   *
   * @param provider what it fell on
   * @param explanation for the log: its name, and why nothing faster
   */
  record Choice(Secp256k1 provider, String explanation) {}

  /** A provider, or why it cannot be had. */
  @FunctionalInterface
  interface Loader {
    Secp256k1 load() throws IOException;
  }

  private Secp256k1Providers() {}

  /** Loads libsecp256k1 at most once in a process: its context stays for ever. */
  private static final class Native {
    static final Object RESULT = load();

    private static Object load() {
      try {
        return LibSecp256k1.load();
      } catch (IOException e) {
        return e;
      } catch (NoClassDefFoundError e) {
        return new IOException("net.java.dev.jna:jna is not on the class path", e);
      } catch (VirtualMachineError e) {
        throw e;
      } catch (RuntimeException | Error e) { // JNA throws errors of its own
        return new IOException("it cannot be loaded: " + e.getMessage(), e);
      }
    }
  }

  /** The standard choice, or why there is none. */
  private static final class Standard {
    static final Object RESULT = choose();

    private static Object choose() {
      try {
        String wanted = System.getProperty(Secp256k1.PROVIDER_PROPERTY, FASTEST);
        return Secp256k1Providers.choose(wanted, Secp256k1Providers::libsecp256k1);
      } catch (IllegalStateException e) {
        return e;
      }
    }
  }

  static Choice standard() {
    if (Standard.RESULT instanceof IllegalStateException why) {
      throw new IllegalStateException(why.getMessage(), why);
    }
    return (Choice) Standard.RESULT;
  }

  static Secp256k1 libsecp256k1() throws IOException {
    if (Native.RESULT instanceof IOException why) {
      throw new IOException(why.getMessage(), why);
    }
    return (Secp256k1) Native.RESULT;
  }

  static Choice choose(String wanted, Loader loader) {
    Secp256k1 java = BouncyCastleSecp256k1.INSTANCE;
    if (wanted.equals(JAVA)) {
      return new Choice(java, java.name() + ", as " + Secp256k1.PROVIDER_PROPERTY + " says");
    } else if (!wanted.equals(FASTEST) && !wanted.equals(NATIVE)) {
      throw new IllegalStateException(
          Secp256k1.PROVIDER_PROPERTY
              + " must be fastest, bouncycastle or libsecp256k1, not '"
              + wanted
              + "'");
    }
    try {
      Secp256k1 found = loader.load();
      return new Choice(found, found.name());
    } catch (IOException e) {
      if (wanted.equals(NATIVE)) {
        throw new IllegalStateException(
            Secp256k1.PROVIDER_PROPERTY
                + " asks for libsecp256k1, which cannot be used: "
                + e.getMessage(),
            e);
      }
      return new Choice(java, java.name() + "; libsecp256k1 is not used: " + e.getMessage());
    }
  }
}
