package io.laserstreams.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class KnowledgeCommandTest {
  private static final String PODCASTS = "../docs/examples/podcasts/podcasts.yaml";

  @Test
  void shouldComparePolicies() {
    CommandRun run =
        CommandRun.laser(
            "knowledge", "simulate", "--dataset", PODCASTS, "--policies", "once,every-change");
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("podcasts: 6,000 impressions"), run.out());
    assertTrue(run.out().matches("(?s).*\nonce +200 .*\nevery-change +\\d,\\d+ .*"), run.out());
  }

  @Test
  void shouldNameATermThatItDoesNotKnow() {
    CommandRun run =
        CommandRun.laser(
            "knowledge", "simulate", "--dataset", PODCASTS, "--policies", "default+never");
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("'never' is no term"), run.err());
  }

  @Test
  void shouldSayWhereNobodyAnswers() {
    CommandRun run = CommandRun.laser("knowledge", "report", "--knowledge", "http://127.0.0.1:1");
    assertEquals(2, run.exitCode());
    assertTrue(
        run.err().contains("streams-knowledge does not answer at http://127.0.0.1:1"), run.err());
  }
}
