package io.laserstreams.lm.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.crm.scoring.Device;
import io.laserstreams.lm.decoder.Decoder;
import io.laserstreams.lm.decoder.DecoderOptions;
import io.laserstreams.lm.support.TinyLanguageModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@Tag("slow")
class BatchGeneratorTest {
  private static final long STOP = 2;
  private static final Set<Long> STOPS = Set.of(STOP);
  private static final Sampling DRAWN = new Sampling(0.8, 40, 0.95, 1.1);

  @TempDir Path folder;
  private Decoder decoder;

  @BeforeEach
  void open() throws IOException {
    decoder =
        new Decoder(
            TinyLanguageModel.write(folder, 1).resolve("model.onnx"),
            new DecoderOptions(Device.CPU, 1));
  }

  @AfterEach
  void close() {
    decoder.close();
  }

  @Test
  void shouldWriteEachTextAsIfItWereAlone() throws Exception {
    List<GenerationTask> tasks =
        IntStream.range(0, 20).mapToObj(i -> task(i, 3 + 11 * i % 70, DRAWN)).toList();
    List<Generation> alone = written(tasks, 1);

    List<Generation> together = written(tasks, 3);

    assertEquals(tokens(alone), tokens(together));
    assertTrue(
        alone.stream().mapToInt(text -> text.tokens().size()).distinct().count() > 5,
        "texts end at different times: " + alone);
  }

  @Test
  void shouldWriteAFewTextsMoreWithFewerCalls() throws Exception {
    List<GenerationTask> tasks = IntStream.range(0, 12).mapToObj(i -> task(i, 10, DRAWN)).toList();

    try (BatchGenerator generator = new BatchGenerator(decoder, STOPS, 4)) {
      List<Generation> texts = all(tasks, generator);

      BatchStatistics statistics = generator.statistics();
      long written = texts.stream().mapToLong(text -> text.tokens().size()).sum();
      long stops = texts.stream().filter(Generation::stopped).count();
      assertEquals(written + stops, statistics.writtenTokens());
      assertTrue(statistics.steps() < written / 2, statistics + " for " + written);
    }
  }

  @Test
  void shouldWriteTheSameTextForTheSameSeedOnly() throws Exception {
    GenerationTask task = task(1, 20, DRAWN);
    GenerationTask otherSeed = new GenerationTask(task.prompt(), 40, DRAWN, 99);

    List<Generation> texts = written(List.of(task, task, otherSeed), 2);

    assertEquals(texts.get(0).tokens(), texts.get(1).tokens());
    assertNotEquals(texts.get(0).tokens(), texts.get(2).tokens());
  }

  @Test
  void shouldReadASharedBeginningOnce() throws Exception {
    long[] system = prompt(7, 50);
    List<GenerationTask> tasks =
        IntStream.range(0, 4)
            .mapToObj(i -> new GenerationTask(joined(system, prompt(i, 10)), 20, DRAWN, i))
            .toList();
    List<Generation> fresh = new ArrayList<>();
    for (GenerationTask task : tasks) {
      fresh.addAll(written(List.of(task), 1));
    }

    List<Generation> shared = written(tasks, 1);

    assertEquals(tokens(fresh), tokens(shared));
    assertEquals(List.of(0, 0, 50, 50), shared.stream().map(Generation::reusedTokens).toList());
  }

  @Test
  void shouldStopAtTheLimit() throws Exception {
    Generation text = written(List.of(new GenerationTask(prompt(1, 5), 1, DRAWN, 1)), 1).get(0);

    assertFalse(text.stopped());
    assertEquals(1, text.tokens().size());
    assertEquals(5, text.promptTokens());
  }

  @Test
  void shouldFailATextThatTheModelCannotReadAndNoOther() throws Exception {
    GenerationTask unreadable =
        new GenerationTask(new long[] {decoder.vocabulary() + 1}, 5, DRAWN, 1);
    try (BatchGenerator generator = new BatchGenerator(decoder, STOPS, 2)) {
      CompletableFuture<Generation> good = generator.submit(task(1, 10, DRAWN));
      CompletableFuture<Generation> bad = generator.submit(unreadable);
      CompletableFuture<Generation> next = generator.submit(task(1, 10, DRAWN));

      assertThrows(ExecutionException.class, bad::get);
      assertEquals(good.get().tokens(), next.get().tokens());
    }
  }

  @Test
  void shouldMakeRoomForOthersWhenATextIsCancelled() throws Exception {
    Sampling endless = new Sampling(0.8, 40, 1, 1);
    try (BatchGenerator generator = new BatchGenerator(decoder, Set.of(), 1)) {
      CompletableFuture<Generation> unwanted =
          generator.submit(new GenerationTask(prompt(1, 5), 2_000, endless, 1));
      CompletableFuture<Generation> wanted =
          generator.submit(new GenerationTask(prompt(2, 5), 3, endless, 1));

      unwanted.cancel(true);

      assertEquals(3, wanted.get().tokens().size());
    }
  }

  @Test
  void shouldCancelWhatIsUnfinishedWhenClosed() {
    BatchGenerator generator = new BatchGenerator(decoder, Set.of(), 1);
    List<CompletableFuture<Generation>> texts =
        IntStream.range(0, 3)
            .mapToObj(i -> generator.submit(new GenerationTask(prompt(i, 5), 2_000, DRAWN, 1)))
            .toList();

    generator.close();

    texts.forEach(text -> assertThrows(CancellationException.class, text::get));
    assertThrows(CancellationException.class, generator.submit(task(1, 5, DRAWN))::get);
  }

  private List<Generation> written(List<GenerationTask> tasks, int maxTexts) throws Exception {
    try (BatchGenerator generator = new BatchGenerator(decoder, STOPS, maxTexts)) {
      return all(tasks, generator);
    }
  }

  private static List<Generation> all(List<GenerationTask> tasks, BatchGenerator generator)
      throws Exception {
    List<CompletableFuture<Generation>> results = tasks.stream().map(generator::submit).toList();
    List<Generation> texts = new ArrayList<>();
    for (CompletableFuture<Generation> result : results) {
      texts.add(result.get());
    }
    return texts;
  }

  private static List<List<Long>> tokens(List<Generation> texts) {
    return texts.stream().map(Generation::tokens).toList();
  }

  private static GenerationTask task(long seed, int promptTokens, Sampling sampling) {
    return new GenerationTask(prompt(seed, promptTokens), 40, sampling, seed);
  }

  private static long[] prompt(long seed, int tokens) {
    return new SplittableRandom(seed).longs(tokens, 3, 190).toArray();
  }

  private static long[] joined(long[] first, long[] second) {
    return LongStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
  }
}
