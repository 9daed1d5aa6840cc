package io.sv2.noise;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import javax.security.auth.Destroyable;

@AnalyzeClasses(packages = "io.sv2.noise", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule NOISE_NEEDS_NOTHING_BUT_THE_JDK_AND_BOUNCY_CASTLE =
      classes()
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      "java..",
                      "javax.crypto..",
                      "org.bouncycastle..",
                      "org.jspecify..",
                      "com.sun.jna..",
                      "org.conscrypt..",
                      "io.sv2.noise..")
                  .or(type(Destroyable.class)));

  @ArchTest
  static final ArchRule JNA_IS_OPTIONAL =
      noClasses()
          .that()
          .haveNameNotMatching(".*\\.LibSecp256k1.*")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.sun.jna..");

  @ArchTest
  static final ArchRule CONSCRYPT_IS_OPTIONAL =
      noClasses()
          .that()
          .haveNameNotMatching(".*\\.ChaCha20Poly1305\\$FromConscrypt")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.conscrypt..");

  @ArchTest
  static final ArchRule NOISE_DOES_NO_IO_AND_MAKES_NO_THREADS =
      noClasses()
          .that()
          .haveNameNotMatching(".*\\.LibSecp256k1.*") // which is loaded from a file
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("java.net..", "java.nio.channels..", "java.nio.file..")
                  .or(resideInAPackage("java.util.concurrent"))
                  .or(type(Thread.class)));

  @ArchTest
  static final ArchRule THE_CURVE_KNOWS_NOTHING_OF_NOISE =
      noClasses()
          .that()
          .resideInAPackage("io.sv2.noise.secp256k1")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.sv2.noise");
}
