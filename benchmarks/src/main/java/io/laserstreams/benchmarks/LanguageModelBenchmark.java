package io.laserstreams.benchmarks;

import ai.onnxruntime.OrtException;
import io.laserstreams.crm.scoring.Device;
import io.laserstreams.lm.decoder.Decoder;
import io.laserstreams.lm.decoder.DecoderOptions;
import io.laserstreams.lm.files.ModelFolder;
import io.laserstreams.lm.generation.BatchGenerator;
import io.laserstreams.lm.generation.Generation;
import io.laserstreams.lm.generation.GenerationTask;
import io.laserstreams.lm.generation.Sampling;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Texts of a language model written side by side, beside a bare loop of ONNX Runtime that takes the
 * same number of steps. Milliseconds per {@code batch} texts of {@code tokens} tokens each.
 */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH sets parameters, and @Setup the other fields.
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 5)
@Fork(1)
public class LanguageModelBenchmark {
  /** Tokens of the prompt, which is read once: the prompts are the same. */
  private static final int PROMPT = 33;

  private static final long TOKEN = 100;

  /** A folder with a language model. */
  @Param("../shared/models/smollm2-135m-instruct")
  public String model;

  @Param("1")
  public int threads;

  @Param({"1", "8"})
  public int batch;

  @Param("96")
  public int tokens;

  /** greedy, or drawn as the generator onnx does by default. */
  @Param({"greedy", "drawn"})
  public String sampling;

  private Decoder decoder;
  private BatchGenerator generator;
  private BareDecoderLoop bare;
  private List<GenerationTask> tasks;

  /** Loads the model twice. */
  @Setup(Level.Trial)
  public void open() throws OrtException {
    Path graph = ModelFolder.of(Path.of(model)).graph();
    decoder = new Decoder(graph, new DecoderOptions(Device.CPU, threads));
    generator = new BatchGenerator(decoder, Set.of(), batch);
    bare = new BareDecoderLoop(graph.toString(), threads, batch, PROMPT + tokens);
    long[] prompt = new long[PROMPT];
    Arrays.fill(prompt, TOKEN);
    Sampling choice =
        sampling.equals("greedy") ? Sampling.GREEDY : new Sampling(0.7, 40, 0.95, 1.1);
    tasks =
        Stream.iterate(1L, seed -> seed + 1)
            .limit(batch)
            .map(seed -> new GenerationTask(prompt, tokens, choice, seed))
            .toList();
    texts();
  }

  /** As the generator onnx writes. */
  @Benchmark
  public long texts() {
    List<CompletableFuture<Generation>> texts = tasks.stream().map(generator::submit).toList();
    return texts.stream().mapToLong(text -> text.join().tokens().size()).sum();
  }

  /** What that takes at least. */
  @Benchmark
  public void bareLoop() throws OrtException {
    bare.run(PROMPT, tokens - 1);
  }

  @TearDown(Level.Trial)
  public void close() throws OrtException {
    generator.close();
    decoder.close();
    bare.close();
  }
}
