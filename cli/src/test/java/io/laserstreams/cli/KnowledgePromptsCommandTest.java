package io.laserstreams.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.worker.prompt.Domain;
import io.laserstreams.worker.prompt.PromptTemplates;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnowledgePromptsCommandTest {
  @TempDir Path folder;

  @Test
  void shouldWriteWhatAWorkerReads() {
    Path out = folder.resolve("ours");
    CommandRun run =
        CommandRun.laser("knowledge", "prompts", "--out", out.toString(), "--domain", "books");
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains(out.resolve("user.txt") + "\n"), run.out());
    assertTrue(run.out().contains("set prompt.path=" + out), run.out());
    assertEquals(PromptTemplates.builtIn(Domain.named("books")), PromptTemplates.read(out));
  }

  @Test
  void shouldOverwriteNothing() {
    CommandRun.laser("knowledge", "prompts", "--out", folder.toString());
    CommandRun run = CommandRun.laser("knowledge", "prompts", "--out", folder.toString());
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("system.txt exists, and is not overwritten"), run.err());
  }

  @Test
  void shouldNameTheDomainsThatItKnows() {
    CommandRun run =
        CommandRun.laser("knowledge", "prompts", "--out", folder.toString(), "--domain", "films");
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("Unknown prompt domain 'films'; known are ["), run.err());
  }
}
