package io.laserstreams.learning.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.learning.offline.OfflinePlan;
import io.laserstreams.learning.reproduce.Findings.Kind;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class FindingsTest {
  private static final Kind BACKBONE = Kind.backbone("din");
  private static final Kind HYBRID =
      new Kind(new ModelLabel("din", "item", "both", "moe"), "texts");

  private final Findings findings =
      new Findings(
          List.of(
              row("none", 0.1, 1, 0.70),
              row("none", 1, 1, 0.79),
              row("none", 1, 2, 0.81),
              row("item", 0.1, 1, 0.75),
              row("item", 0.5, 1, 0.80),
              row("item", 1, 1, 0.84)));

  @Test
  void shouldAverageOverSeeds() {
    Findings.Spread spread = findings.testAuc(BACKBONE, 1);
    assertEquals(0.80, spread.mean(), 1e-12);
    assertEquals(Math.sqrt(0.0002), spread.deviation(), 1e-12);
    assertEquals(".8000 ± .0141", spread.toString());
    assertEquals(".8400", findings.testAuc(HYBRID, 1).toString(), "one seed has no spread");
    assertEquals(
        "–",
        Findings.Spread.of(new double[] {Double.NaN, Double.NaN}).toString(),
        "a metric that no seed has");
    assertTrue(Double.isNaN(findings.auc(BACKBONE, 0.5)));
  }

  @Test
  void shouldFindTheSmallestShareThatReachesTheBackbone() {
    double goal = findings.auc(BACKBONE, 1);
    assertEquals(OptionalDouble.of(0.5), findings.reaches(HYBRID, goal));
    assertEquals(OptionalDouble.of(1), findings.reaches(BACKBONE, goal));
    assertEquals(OptionalDouble.empty(), findings.reaches(HYBRID, 0.9));
  }

  @Test
  void shouldCountImprovementAsARatio() {
    assertEquals(0.05, findings.improvement(HYBRID, 1), 1e-12);
    assertEquals("+5.00 %", FigureFormat.signedPercent(findings.improvement(HYBRID, 1)));
    assertEquals(List.of(0.1, 0.5, 1.0), findings.fractions());
    assertEquals(List.of(BACKBONE, HYBRID), findings.kinds());
  }

  @Test
  void shouldCountTheLastOfRowsThatDifferOnlyInTraining() {
    OfflinePlan plan = OfflinePlan.DEFAULT;
    ResultRow older = TestRows.row("none", plan, 0.7);
    ResultRow newer = TestRows.row("none", plan.withPasses(2), 0.8);
    assertEquals(0.8, new Findings(List.of(older, newer)).auc(BACKBONE, 1));
    assertEquals(1, new Findings(List.of(older, newer)).leftOut());
    var repeated = new Findings(List.of(older, newer, older));
    assertEquals(0.7, repeated.auc(BACKBONE, 1), "rows of the current run come last");
    assertEquals(1, repeated.leftOut());
  }

  @Test
  void shouldHaveThePapersFigures() {
    assertEquals(13, PublishedFigure.of("ml-1m").size());
    assertEquals(
        0.7992,
        PublishedFigure.of("ml-1m").stream()
            .filter(row -> row.label().equals("SIM"))
            .findFirst()
            .orElseThrow()
            .auc());
    assertEquals(List.of(), PublishedFigure.of("mine"));
  }

  private static ResultRow row(String knowledge, double fraction, long seed, double auc) {
    return TestRows.row(knowledge, OfflinePlan.DEFAULT.withFraction(fraction).withSeed(seed), auc);
  }
}
