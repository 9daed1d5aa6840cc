package io.sv2.reactive;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.sv2.reactive", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule ONLY_THE_TRANSPORT_SEES_NETTY =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.sv2.reactive.transport..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.netty..");

  @ArchTest
  static final ArchRule THE_MINING_DOMAIN_IS_PLAIN_OBJECTS =
      noClasses()
          .that()
          .resideInAPackage("io.sv2.reactive.mining..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("reactor..", "io.netty..", "io.sv2.noise..")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.time.Clock");

  @ArchTest
  static final ArchRule NOBODY_SLEEPS =
      noClasses().should().callMethod(Thread.class, "sleep", long.class);

  @ArchTest
  static final ArchRule NOBODY_BLOCKS_ON_A_PUBLISHER =
      noClasses()
          .should()
          .callMethod(reactor.core.publisher.Mono.class, "block")
          .orShould()
          .callMethod(reactor.core.publisher.Flux.class, "blockLast");
}
