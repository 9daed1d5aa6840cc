package io.sv2.examples;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.sv2", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule THE_LIBRARIES_DO_NOT_KNOW_THE_EXAMPLES =
      noClasses()
          .that()
          .resideInAnyPackage("io.sv2.codec..", "io.sv2.noise..", "io.sv2.reactive..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.sv2.examples..");

  @ArchTest
  static final ArchRule THE_LIBRARIES_USE_NO_BITCOIN_LIBRARY =
      noClasses()
          .that()
          .resideInAnyPackage("io.sv2.codec..", "io.sv2.noise..", "io.sv2.reactive..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.bitcoinj..", "picocli..", "com.fasterxml.jackson.databind..");

  @ArchTest
  static final ArchRule OF_THE_LIBRARIES_ONLY_THE_JSON_VIEW_USES_A_LIBRARY_FOR_JSON =
      noClasses()
          .that()
          .resideInAnyPackage("io.sv2.codec..", "io.sv2.noise..", "io.sv2.reactive..")
          .and()
          .resideOutsideOfPackage("io.sv2.codec.json")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.fasterxml..");

  @ArchTest
  static final ArchRule CODEC_AND_NOISE_DO_NOT_KNOW_THE_SERVICES =
      noClasses()
          .that()
          .resideInAnyPackage("io.sv2.codec..", "io.sv2.noise..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.sv2.reactive..", "reactor..", "io.netty..");

  @ArchTest
  static final ArchRule ROLES_DO_NOT_KNOW_THE_LAUNCHER =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.sv2.examples.bitcoin..",
              "io.sv2.examples.miner..",
              "io.sv2.examples.pool..",
              "io.sv2.examples.templateprovider..",
              "io.sv2.examples.demo..",
              "io.sv2.examples.bench..",
              "io.sv2.examples.probe..",
              "io.sv2.examples.interop..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.sv2.examples.cli..");
}
