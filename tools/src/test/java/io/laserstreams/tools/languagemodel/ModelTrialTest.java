package io.laserstreams.tools.languagemodel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.scoring.Device;
import io.laserstreams.lm.LanguageModelOptions;
import io.laserstreams.lm.decoder.DecoderOptions;
import io.laserstreams.lm.support.TinyLanguageModel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelTrialTest {
  @TempDir Path folder;

  @Test
  void shouldSayWhatAModelWroteAndWhatItTook() throws Exception {
    Path model = TinyLanguageModel.write(folder.resolve("tiny"), 1);

    TrialFigures figures =
        new ModelTrial(model, new LanguageModelOptions(new DecoderOptions(Device.CPU, 1), 3, 1_000))
            .run("Who likes it?", 20);

    assertEquals("tiny", figures.model());
    assertEquals(1_000, figures.contextTokens());
    // Past and present of three texts; 2 layers, keys and values, 2 heads of 16 floats a token.
    double text = 1_500 * 2 * 2 * 2 * 16 * 4 / 1e6; // with headroom
    assertEquals((2 * 3 + 2 * 3 + 5) * text, figures.offHeapMegabytes(), 0.2);
    assertTrue(figures.readPerSecond() > 0 && figures.writtenPerSecond() > 0, figures.toString());
    assertTrue(figures.batchWrittenPerSecond() > 0, figures.toString());
    String report = TrialReport.of(figures);
    assertTrue(report.contains("it wrote: " + figures.text() + "\n"), report);
    assertTrue(report.contains("with 3 side by side\n"), report);
  }
}
