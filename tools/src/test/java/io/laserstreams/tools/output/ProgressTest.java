package io.laserstreams.tools.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {
  @Test
  void shouldPrintPlainLinesWithoutATerminal() {
    var bytes = new ByteArrayOutputStream();
    try (Progress progress =
        Progress.counting("encode knowledge", "texts", 50, new PrintStream(bytes, true, UTF_8))) {
      progress.at(50);
    }
    String text = bytes.toString(UTF_8);
    assertFalse(text.contains("\r") || text.contains("\u001b"), text);
    assertTrue(text.endsWith(System.lineSeparator()), text);
    List<String> lines = text.lines().toList();
    assertEquals(lines.stream().distinct().toList(), lines);
    assertTrue(lines.stream().allMatch(line -> line.startsWith("encode knowledge")), text);
    String last = lines.get(lines.size() - 1);
    assertTrue(last.contains("100% [") && last.contains("50/50 texts"), last);
    assertEquals(last.stripTrailing(), last);
  }
}
