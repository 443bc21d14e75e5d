package io.laserstreams.learning.torch;

import io.laserstreams.crm.ops.Init;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.InputArchive;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.OutputArchive;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Adam for embeddings, AdamW for the rest (Loshchilov, Hutter 2019): a batch touches few rows of an
 * embedding, and weight decay would draw the others to zero in the meantime. The gradient's norm is
 * clipped over all parameters together.
 */
final class Optimizers implements AutoCloseable {
  private static final Set<Init> EMBEDDINGS = EnumSet.of(Init.ID_EMBEDDING, Init.FIELD_EMBEDDING);

  private final TensorVector all;
  private final Optimizer embeddings;
  private final Optimizer dense;
  private final double clip;

  Optimizers(Parameters parameters, Hyperparameters hyper) {
    all = parameters.learning().retainReference();
    embeddings =
        new Adam(parameters.vector(EMBEDDINGS::contains), new AdamOptions(hyper.learningRate()))
            .retainReference();
    var options = new AdamWOptions(hyper.learningRate());
    options.weight_decay().put(hyper.weightDecay());
    dense =
        new AdamW(
                parameters.vector(kind -> kind != Init.FITTED && !EMBEDDINGS.contains(kind)),
                options)
            .retainReference();
    clip = hyper.gradientNorm();
  }

  void learningRate(double rate) {
    for (Optimizer optimizer : List.of(embeddings, dense)) {
      optimizer.param_groups().get(0).options().set_lr(rate);
    }
  }

  void step() {
    torch.clip_grad_norm_(all, clip);
    embeddings.step();
    dense.step();
  }

  void save(OutputArchive archive) {
    write(archive, "embeddings", embeddings);
    write(archive, "dense", dense);
  }

  private static void write(OutputArchive archive, String name, Optimizer optimizer) {
    var part = new OutputArchive();
    optimizer.save(part);
    archive.write(name, part);
  }

  void load(InputArchive archive) {
    read(archive, "embeddings", embeddings);
    read(archive, "dense", dense);
  }

  private static void read(InputArchive archive, String name, Optimizer optimizer) {
    var part = new InputArchive();
    archive.read(name, part);
    optimizer.load(part);
  }

  @Override
  public void close() {
    embeddings.releaseReference();
    dense.releaseReference();
    all.releaseReference();
  }
}
