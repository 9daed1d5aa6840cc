package io.sv2.codec;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.sv2.codec", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule CODEC_NEEDS_NOTHING_BUT_THE_JDK =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java.lang..",
              "java.util..",
              "java.math..",
              "java.nio..",
              "org.jspecify..",
              "io.sv2.codec..")
          .orShould()
          .resideInAPackage("io.sv2.codec.json"); // the one that needs a library for JSON

  @ArchTest
  static final ArchRule NOTHING_IN_THE_CODEC_NEEDS_ITS_JSON =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.sv2.codec.json")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.sv2.codec.json");
}
