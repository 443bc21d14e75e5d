package io.laserstreams.crm.scoring;

import io.laserstreams.crm.features.DirectBuffers;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.FoundTensors;
import io.laserstreams.crm.features.HeadTensors;
import io.laserstreams.crm.features.ItemTensors;
import io.laserstreams.crm.features.StreamingTensors;
import io.laserstreams.crm.features.Vocabularies;
import io.laserstreams.crm.streaming.factors.FittedFactors;
import java.nio.FloatBuffer;

/** The direct buffers of a call, kept for the next one. Belongs to one thread at a time. */
final class Workspace {
  final ItemTensors items;
  final HeadTensors head;
  final FoundTensors found;
  final StreamingTensors streaming;
  private FloatBuffer history = DirectBuffers.floats();
  private FloatBuffer candidates = DirectBuffers.floats();
  private FloatBuffer foundRows = DirectBuffers.floats();
  private FloatBuffer output = DirectBuffers.floats();

  Workspace(FeatureSpec spec, Vocabularies vocabularies, FittedFactors fittedFactors) {
    items = new ItemTensors(spec, vocabularies);
    items.fittedFactors(fittedFactors);
    head = new HeadTensors(spec, vocabularies);
    found = new FoundTensors(spec);
    streaming = new StreamingTensors(spec);
  }

  FloatBuffer history(int size) {
    history = DirectBuffers.floats(history, size);
    return history;
  }

  FloatBuffer candidates(int size) {
    candidates = DirectBuffers.floats(candidates, size);
    return candidates;
  }

  FloatBuffer foundRows(int size) {
    foundRows = DirectBuffers.floats(foundRows, size);
    return foundRows;
  }

  FloatBuffer output(int size) {
    output = DirectBuffers.floats(output, size);
    return output;
  }
}
