package io.laserstreams.learning.torch;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.features.Vocabularies;
import io.laserstreams.crm.model.RecommendationModel;
import io.laserstreams.crm.streaming.factors.FittedFactors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Computes a model's gradients and logits in parallel: a batch has a part for each of the
 * {@linkplain Torch#threads threads}, which computes it from features to gradient (synchronous data
 * parallelism, Li et al. 2020, 'PyTorch Distributed'). libtorch's own threads split single
 * operations, most of which are too short here to benefit. Gradients are added in the order of the
 * parts, so that a run repeats bit for bit with the same number of threads.
 *
 * <p>Belongs to one thread, which computes the first part.
 */
final class DataParallel implements AutoCloseable {
  private static final int EVALUATION_BATCH = 512;

  private final Vocabularies vocabularies;
  private final TensorVector learning;
  private final TorchOps ops;
  private final int threads;

  /** Run all parts but the first; null with one thread. */
  private final @Nullable ExecutorService others;

  private RecommendationModel model;
  private List<SlateBatch> batches;
  private int parts;
  private float weight;

  DataParallel(
      RecommendationModel model, Vocabularies vocabularies, Parameters parameters, int threads) {
    this.vocabularies = requireNonNull(vocabularies, "vocabularies is null");
    this.learning = parameters.learning().retainReference();
    this.ops = new TorchOps(parameters);
    this.threads = threads;
    this.others =
        threads == 1 ? null : Executors.newFixedThreadPool(threads - 1, DataParallel::daemon);
    this.model = requireNonNull(model, "model is null");
    this.batches = batches(model);
  }

  private static Thread daemon(Runnable work) {
    var thread = new Thread(work, "learn");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Changes the model to another of the same parameters, without fitted factors until they are set.
   */
  void model(RecommendationModel other) {
    model = requireNonNull(other, "model is null");
    batches = batches(other);
  }

  private List<SlateBatch> batches(RecommendationModel of) {
    return Stream.generate(() -> new SlateBatch(of.spec(), vocabularies)).limit(threads).toList();
  }

  /** Sets the factors that items' tastes are read from. */
  void fittedFactors(FittedFactors factors) {
    batches.forEach(batch -> batch.fittedFactors(factors));
  }

  /** Reads slates, whose new values get rows in the vocabularies. */
  void read(List<Slate> slates) {
    SlateBatch.learn(slates, model.spec(), vocabularies);
    parts = Math.min(threads, slates.size());
    weight = SlateBatch.weight(slates);
    inParts(
        parts,
        part -> {
          batches.get(part).fill(part(slates, part));
          return part;
        });
  }

  /**
   * Gives the parameters their gradients of the mean log loss of all candidates that were read.
   *
   * @return that loss, in nats
   */
  double gradients() {
    List<Gradients> ofParts = inParts(parts, part -> gradients(batches.get(part)));
    try (var noGradients = new NoGradGuard()) {
      for (int p = 0; p < learning.size(); p++) {
        learning.get(p).mutable_grad().put(sum(ofParts, p));
      }
      return ofParts.stream().mapToDouble(Gradients::loss).sum();
    } finally {
      ofParts.forEach(part -> part.ofParameters().releaseReference());
    }
  }

  /** A share of the mean loss over all parts, and of its gradients. */
  private record Gradients(double loss, TensorVector ofParameters) {}

  private Gradients gradients(SlateBatch batch) {
    try (var scope = new PointerScope()) {
      Tensor logits = batch.logits(model, ops);
      Tensor loss =
          torch.binary_cross_entropy_with_logits(
              logits,
              batch.labels(),
              new TensorOptional(batch.weights(weight)),
              new TensorOptional(),
              torch.Reduction.Mean.value);
      TensorVector gradients =
          torch.grad(
              new TensorVector(loss),
              learning,
              new TensorVector(),
              new BoolOptional(),
              false,
              true);
      return new Gradients(loss.item_double(), gradients.retainReference());
    }
  }

  /** Undefined if no part has a gradient, for a parameter that the batch does not touch. */
  private static Tensor sum(List<Gradients> parts, int parameter) {
    Tensor sum = new Tensor();
    for (Gradients part : parts) {
      Tensor gradient = part.ofParameters().get(parameter);
      if (gradient.defined()) {
        sum = sum.defined() ? sum.add_(gradient) : gradient.contiguous();
      }
    }
    return sum;
  }

  /** Logits of every candidate of every slate; the number of threads does not change them. */
  float[][] logits(List<Slate> slates) {
    float[][] result = new float[slates.size()][];
    inParts(
        threads,
        part -> {
          for (int from = part * EVALUATION_BATCH;
              from < slates.size();
              from += threads * EVALUATION_BATCH) {
            logits(
                batches.get(part),
                slates.subList(from, Math.min(slates.size(), from + EVALUATION_BATCH)),
                result,
                from);
          }
          return part;
        });
    return result;
  }

  private void logits(SlateBatch batch, List<Slate> slates, float[][] result, int from) {
    try (var scope = new PointerScope();
        var noGradients = new NoGradGuard()) {
      batch.fill(slates);
      float[] flat = Tensors.floats(batch.logits(model, ops));
      int width = batch.width();
      for (int s = 0; s < slates.size(); s++) {
        result[from + s] =
            Arrays.copyOfRange(flat, s * width, s * width + slates.get(s).labels().length);
      }
    }
  }

  private List<Slate> part(List<Slate> slates, int part) {
    return slates.subList(
        (int) ((long) slates.size() * part / parts),
        (int) ((long) slates.size() * (part + 1) / parts));
  }

  /**
   * Waits until all parts have ended, because they use the caller's objects, before it throws the
   * exception of the first that failed.
   */
  private <R> List<R> inParts(int number, IntFunction<R> work) {
    List<CompletableFuture<R>> running = new ArrayList<>();
    for (int part = number - 1; part >= 0; part--) {
      int own = part;
      Executor executor = own == 0 || others == null ? Runnable::run : others;
      running.add(0, CompletableFuture.supplyAsync(() -> work.apply(own), executor));
    }
    CompletableFuture.allOf(running.toArray(CompletableFuture[]::new))
        .exceptionally(failure -> null)
        .join();
    try {
      return running.stream().map(CompletableFuture::join).toList();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    if (others != null) {
      others.shutdown();
    }
    learning.releaseReference();
  }
}
