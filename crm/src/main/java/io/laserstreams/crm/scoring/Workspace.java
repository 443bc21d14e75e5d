package io.laserstreams.crm.scoring;

import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.FoundTensors;
import io.laserstreams.crm.features.HeadTensors;
import io.laserstreams.crm.features.ItemTensors;
import io.laserstreams.crm.features.StreamingTensors;
import io.laserstreams.crm.features.Vocabularies;
import io.laserstreams.crm.streaming.factors.FittedFactors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** The direct buffers of one call, kept for the next. Belongs to one thread at a time. */
final class Workspace {
  final ItemTensors items;
  final HeadTensors head;
  final FoundTensors found;
  final StreamingTensors streaming;
  private FloatBuffer history = buffer(0);
  private FloatBuffer candidates = buffer(0);
  private FloatBuffer foundRows = buffer(0);
  private FloatBuffer output = buffer(0);

  Workspace(FeatureSpec spec, Vocabularies vocabularies, FittedFactors basis) {
    items = new ItemTensors(spec, vocabularies);
    items.basis(basis);
    head = new HeadTensors(spec, vocabularies);
    found = new FoundTensors(spec);
    streaming = new StreamingTensors(spec);
  }

  FloatBuffer history(int size) {
    history = atLeast(history, size);
    return history.clear().limit(size);
  }

  FloatBuffer candidates(int size) {
    candidates = atLeast(candidates, size);
    return candidates.clear().limit(size);
  }

  FloatBuffer foundRows(int size) {
    foundRows = atLeast(foundRows, size);
    return foundRows.clear().limit(size);
  }

  FloatBuffer output(int size) {
    output = atLeast(output, size);
    return output.clear().limit(size);
  }

  private static FloatBuffer atLeast(FloatBuffer buffer, int size) {
    return buffer.capacity() >= size ? buffer : buffer(size + size / 2);
  }

  private static FloatBuffer buffer(int size) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(size, Float.BYTES))
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }
}
