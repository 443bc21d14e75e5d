package io.laserstreams;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.laserstreams.runtime.config.AppConfig;
import io.laserstreams.runtime.failure.AppFailure;
import io.laserstreams.runtime.metrics.AppMetrics;
import io.laserstreams.runtime.metrics.HttpEndpoint;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which module may know which; {@code cli} sees them all. */
@Tag("slow")
class ArchitectureTest {
  private static final String KAFKA = "org.apache.kafka..";
  private static final String KAFKA_STREAMS = "org.apache.kafka.streams..";
  private static final String ROCKSDB = "org.rocksdb..";
  private static final String LIBTORCH = "org.bytedeco..";
  private static final String ONNX_RUNTIME = "ai.onnxruntime..";
  private static final List<String> APPS = List.of("scoring", "knowledge", "worker", "trainer");

  private static JavaClasses house;

  @BeforeAll
  static void read() {
    house =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.laserstreams");
  }

  @Test
  void packagesHaveNoCycles() {
    slices()
        .matching("io.laserstreams.(**)")
        .should()
        .beFreeOfCycles()
        .because("a package can be understood, tested and moved only without those that need it")
        .check(house);
  }

  @Test
  void crmKnowsNoStream() {
    noClasses()
        .that()
        .resideInAPackage("io.laserstreams.crm..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            KAFKA,
            ROCKSDB,
            LIBTORCH,
            "io.laserstreams.schema..",
            "io.laserstreams.runtime..",
            "io.micrometer..")
        .because(
            "one definition of model and features serves training, serving and replay, whatever"
                + " carries the events")
        .check(house);
  }

  @Test
  void languageModelKnowsNoRequests() {
    noClasses()
        .that()
        .resideInAPackage("io.laserstreams.lm..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            KAFKA,
            "io.laserstreams.schema..",
            "io.laserstreams.runtime..",
            "io.laserstreams.worker..",
            "io.laserstreams.crm.model..",
            "io.micrometer..")
        .because("whoever has text written says what about; the model only writes")
        .check(house);
  }

  @Test
  void schemasKnowNoOtherRoom() {
    noClasses()
        .that()
        .resideInAPackage("io.laserstreams.schema..")
        .should()
        .dependOnClassesThat(
            in("io.laserstreams").and(DescribedPredicate.not(in("io.laserstreams.schema"))))
        .because("contracts are what producers and consumers share, and nothing of how we work")
        .check(house);
  }

  @Test
  void onlyTestsUseTestSupport() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.laserstreams.testsupport..", "io.laserstreams.fuzzing..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.laserstreams.testsupport..", "io.laserstreams.fuzzing..")
        .because("what is deployed carries no fakes")
        .check(house);
  }

  @Test
  void runtimeKnowsNoRecommendation() {
    noClasses()
        .that()
        .resideInAPackage("io.laserstreams.runtime..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.laserstreams.crm..",
            "io.laserstreams.featureconfig..",
            "io.laserstreams.scoring..",
            "io.laserstreams.knowledge..",
            "io.laserstreams.worker..",
            "io.laserstreams.learning..",
            "io.laserstreams.trainer..",
            ONNX_RUNTIME,
            LIBTORCH)
        .because("every app runs on it, whatever it is for")
        .check(house);
  }

  @Test
  void featureConfigKnowsNoApp() {
    noClasses()
        .that()
        .resideInAPackage("io.laserstreams.featureconfig..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.laserstreams.scoring..",
            "io.laserstreams.knowledge..",
            "io.laserstreams.worker..",
            "io.laserstreams.learning..",
            "io.laserstreams.trainer..",
            KAFKA_STREAMS)
        .because("the apps that share streaming features read the same keys from it")
        .check(house);
  }

  @Test
  void appsShareOneLifeCycle() {
    noClasses()
        .that()
        .resideInAnyPackage(inApps())
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(HttpEndpoint.class, AppMetrics.class, AppFailure.class)
        .because("AppLifecycle owns them, so that all apps start, fail and close alike")
        .check(house);
  }

  @Test
  void onlyConfigsReadKeys() {
    noClasses()
        .that()
        .resideInAnyPackage(inApps())
        .and()
        .haveSimpleNameNotEndingWith("Config")
        .should()
        .callMethodWhere(
            describe(
                "reads a key",
                call ->
                    call.getTargetOwner().isEquivalentTo(AppConfig.class)
                        && call.getName().matches("(get|find|isSet).*")))
        .because("an app's keys become typed settings in one place, where they are checked")
        .check(house);
  }

  @Test
  void appsKnowEachOtherByTopicsOnly() {
    for (String app : APPS) {
      String[] others =
          APPS.stream()
              .filter(other -> !other.equals(app))
              .map(other -> "io.laserstreams." + other + "..")
              .toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage("io.laserstreams." + app + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(others)
          .because("an app is deployed, scaled and replaced alone")
          .check(house);
    }
  }

  @Test
  void theClusterKnowsNoApp() {
    noClasses()
        .that()
        .resideInAPackage("io.laserstreams.cluster..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.laserstreams.crm..",
            "io.laserstreams.scoring..",
            "io.laserstreams.knowledge..",
            "io.laserstreams.worker..",
            "io.laserstreams.learning..",
            "io.laserstreams.trainer..",
            KAFKA_STREAMS)
        .because("whatever runs on a cluster, it is started and laid out the same way")
        .check(house);
  }

  @Test
  void nothingKnowsTheCommandLine() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.laserstreams.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.laserstreams.cli..", "picocli..")
        .because("apps run in containers without it, and tools without arguments to parse")
        .check(house);
  }

  @Test
  void onlyTheCommandLineKnowsTools() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.laserstreams.cli..", "io.laserstreams.tools..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.laserstreams.tools..")
        .because("tools work on a running system, which runs without them")
        .check(house);
  }

  @Test
  void learningKnowsNoKafka() {
    noClasses()
        .that()
        .resideInAPackage("io.laserstreams.learning..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            KAFKA,
            "io.laserstreams.schema..",
            "io.laserstreams.runtime..",
            "io.laserstreams.trainer..")
        .because("models are trained and evaluated from files, without a cluster")
        .check(house);
  }

  @Test
  void nativeLibrariesStayWhereTheyAreNeeded() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.laserstreams.learning..", "io.laserstreams.trainer..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(LIBTORCH)
        .because("libtorch is some hundred megabytes that serving does without")
        .check(house);
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.laserstreams.learning..", "io.laserstreams.trainer..", "io.laserstreams.worker..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(KAFKA_STREAMS, ROCKSDB)
        .because("they keep no state by key")
        .check(house);
  }

  private static String[] inApps() {
    return APPS.stream().map(app -> "io.laserstreams." + app + "..").toArray(String[]::new);
  }

  private static DescribedPredicate<JavaClass> in(String module) {
    return describe("in " + module, type -> (type.getPackageName() + ".").startsWith(module + "."));
  }
}
