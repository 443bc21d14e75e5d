package io.laserstreams.worker.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.scoring.Device;
import io.laserstreams.lm.LanguageModel;
import io.laserstreams.lm.LanguageModelOptions;
import io.laserstreams.lm.decoder.DecoderOptions;
import io.laserstreams.lm.support.TinyLanguageModel;
import io.laserstreams.worker.chat.Completion;
import io.laserstreams.worker.chat.FinishReason;
import io.laserstreams.worker.chat.Sampling;
import io.laserstreams.worker.generator.RequestRefusedException;
import io.laserstreams.worker.prompt.Prompt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OnnxChatModelTest {
  private static final Prompt PROMPT = new Prompt("You describe films.", "Describe \"Heat\".");
  private static final Sampling SAMPLING = new Sampling(60, 0.7, 7);

  @TempDir Path folder;
  private OnnxChatModel model;

  @BeforeEach
  void open() throws IOException {
    Path written = TinyLanguageModel.write(folder.resolve("tiny"), 1);
    model =
        new OnnxChatModel(
            LanguageModel.open(
                written, new LanguageModelOptions(new DecoderOptions(Device.CPU, 1), 4, 120)),
            new OnnxSettings.Choice(40, 0.95, 1.1));
  }

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void shouldNameItselfByItsFolder() {
    assertEquals("onnx:tiny", model.id());
  }

  @Test
  void shouldAnswerPromptsOfSeveralThreadsAsOneByOne() throws Exception {
    Completion alone = model.complete(PROMPT, SAMPLING);
    Completion otherSeed = model.complete(PROMPT, SAMPLING.redrawn(0.7, 8));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<Completion>> together = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      together.add(threads.submit(() -> model.complete(PROMPT, SAMPLING)));
    }

    for (Future<Completion> answer : together) {
      assertEquals(alone, answer.get());
    }
    threads.shutdown();
    assertNotEquals(alone.text(), otherSeed.text());
    assertTrue(alone.promptTokens() > 10 && alone.completionTokens() > 0, alone.toString());
  }

  @Test
  void shouldSayThatATextWasCut() throws Exception {
    assertEquals(FinishReason.LENGTH, model.complete(PROMPT, new Sampling(1, 0.7, 7)).finished());
  }

  @Test
  void shouldRefuseAPromptThatDoesNotFit() {
    RequestRefusedException refusal =
        assertThrows(
            RequestRefusedException.class,
            () -> model.complete(new Prompt("", "film ".repeat(100)), SAMPLING));

    assertEquals("prompt-too-long", refusal.reason());
    assertTrue(refusal.getMessage().contains("raise generator.onnx.context.tokens"));
  }

  @Test
  void shouldStopWritingWhenInterrupted() throws Exception {
    Thread asking =
        new Thread(
            () ->
                assertThrows(
                    InterruptedException.class,
                    () -> {
                      Thread.currentThread().interrupt();
                      model.complete(PROMPT, SAMPLING);
                    }));
    asking.start();
    asking.join();

    assertTrue(model.complete(PROMPT, SAMPLING).completionTokens() > 0);
  }
}
