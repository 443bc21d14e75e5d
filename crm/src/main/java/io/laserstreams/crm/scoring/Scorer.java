package io.laserstreams.crm.scoring;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bundle.InvalidBundleException;
import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.features.HeadTensors;
import io.laserstreams.crm.features.InvalidVectorException;
import io.laserstreams.crm.features.StreamingValues;
import io.laserstreams.crm.features.UserFeatures;
import io.laserstreams.crm.features.Vocabularies;
import io.laserstreams.crm.item.ItemFeatures;
import io.laserstreams.crm.model.Models;
import io.laserstreams.crm.model.RecommendationModel;
import io.laserstreams.crm.search.EventSearch;
import io.laserstreams.crm.search.FoundEvents;
import io.laserstreams.crm.streaming.factors.FittedFactors;
import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A model in ONNX Runtime. Any number of threads may call it concurrently; {@link #close} waits for
 * the calls in flight, and later calls throw {@link IllegalStateException}.
 *
 * <p>Users, items and field values that the model has never seen are scored as unknown: a cold
 * start.
 */
public final class Scorer implements AutoCloseable {
  /** More would only take memory: a call of so many costs as much for each as a larger one. */
  public static final int MAX_CANDIDATES_PER_CALL = 1_000;

  private final String version;
  private final FeatureSpec spec;
  private final Vocabularies vocabularies;
  private final FittedFactors fittedFactors;
  private final int candidateWidth;
  private final int historyWidth;
  private final int foundWidth;
  private final int rowWidth;
  private final @Nullable EventSearch search;
  private final float[] padding;
  private final Graph itemTower;
  private final Graph head;
  private final ConcurrentLinkedQueue<Workspace> workspaces = new ConcurrentLinkedQueue<>();
  private final ReadWriteLock life = new ReentrantReadWriteLock();
  private boolean closed;

  /** Widths are those of the graphs: an earlier version may have laid out rows differently. */
  private Scorer(ModelBundle bundle, RecommendationModel model, Graph itemTower, Graph head) {
    this.version = bundle.version();
    this.spec = bundle.spec();
    this.vocabularies = bundle.vocabularies();
    this.fittedFactors =
        Models.needsFittedFactors(model.choice().name())
            ? bundle.fittedFactors()
            : FittedFactors.NONE;
    this.candidateWidth = head.inputWidth("candidates").orElse(model.candidateWidth());
    this.historyWidth = head.inputWidth("history").orElse(model.historyWidth());
    this.foundWidth = head.inputWidth("found").orElse(model.foundWidth());
    this.search = model.search();
    this.rowWidth = itemTower.outputWidth("row");
    this.padding = new float[foundWidth];
    this.itemTower = itemTower;
    this.head = head;
  }

  /**
   * Loads the bundle's model and runs it once.
   *
   * @throws InvalidBundleException if the model cannot be run
   */
  public static Scorer open(ModelBundle bundle, Device device) {
    requireNonNull(device, "device is null");
    RecommendationModel model = bundle.model();
    var itemTower = new Graph("item tower", bundle.itemTower(), device);
    Graph head;
    try {
      head = new Graph("head", bundle.head(), device);
    } catch (InvalidBundleException e) {
      itemTower.close();
      throw e;
    }
    var scorer = new Scorer(bundle, model, itemTower, head);
    try {
      scorer.trialRun();
    } catch (IllegalStateException | IllegalArgumentException e) {
      scorer.close();
      throw new InvalidBundleException(
          "model " + bundle.version() + " does not fit its description: " + e.getMessage(), e);
    }
    return scorer;
  }

  private void trialRun() {
    int searched = search == null ? 0 : search.width();
    int read = candidateWidth + historyWidth + foundWidth + searched;
    if (read != rowWidth) {
      throw new IllegalStateException(
          "its item tower gives rows of %d numbers, its head reads %d".formatted(rowWidth, read));
    }
    List<float[]> rows = List.of(itemRows(List.of(ItemFeatures.unknown("")))[0]);
    StreamingValues means = spec.streaming() == null ? null : spec.streaming().means(1);
    float[] logits =
        logits(new UserFeatures(0, Map.of(), Map.of(), List.of(), null), List.of(), rows, means);
    if (!Float.isFinite(logits[0])) {
      throw new IllegalStateException(
          "its logit of an unknown item for an unknown user is " + logits[0]);
    }
  }

  /** The model's version. */
  public String version() {
    return version;
  }

  public FeatureSpec spec() {
    return spec;
  }

  /** Width of an item row. */
  public int rowWidth() {
    return rowWidth;
  }

  /**
   * The item tower: one row for each item, which depends on that item alone and is valid until the
   * item, its knowledge or the model changes.
   *
   * @throws InvalidVectorException if a knowledge vector has the wrong size or is not finite
   */
  public float[][] itemRows(List<ItemFeatures> items) {
    return items.isEmpty()
        ? new float[0][]
        : withWorkspace(workspace -> itemRows(items, workspace));
  }

  private float[][] itemRows(List<ItemFeatures> items, Workspace workspace) {
    var in = workspace.items;
    in.fill(items);
    int n = items.size();
    FloatBuffer output = workspace.output(n * rowWidth);
    try (var call = itemTower.call()) {
      call.ints("rows", in.rows(), n)
          .ints("categories", in.categories(), n, spec.categoriesPerItem())
          .floats("categoryWeights", in.categoryWeights(), n, spec.categoriesPerItem())
          .ints("fields", in.fields(), n, spec.itemFields().size())
          .floats("knowledge", in.knowledge(), n, spec.itemVectorSize())
          .floats("known", in.known(), n, 1)
          .floats("taste", in.taste(), n, FittedFactors.TASTE_WIDTH)
          .run("row", output, n, rowWidth);
    }
    float[][] rows = new float[n][rowWidth];
    for (float[] row : rows) {
      output.get(row);
    }
    return rows;
  }

  /**
   * The head of a model that reads no streaming features: logits of one slate, in one model call.
   *
   * @throws IllegalArgumentException if the model reads streaming features, or rows are missing
   */
  public float[] logits(UserFeatures user, List<float[]> historyRows, List<float[]> candidateRows) {
    return logits(user, historyRows, candidateRows, null);
  }

  /**
   * The head: logits of one slate, in one model call for each {@link #MAX_CANDIDATES_PER_CALL} of
   * it.
   *
   * @param user the user, the context and the history
   * @param historyRows item rows of the history's events, parallel to {@code user.history()}
   * @param candidateRows item rows of the candidates
   * @param streaming the streaming features that the specification names; null if it names none
   * @return a logit for each candidate; empty for an empty slate
   * @throws InvalidVectorException if the user's knowledge vector has the wrong size or is not
   *     finite
   * @throws IllegalArgumentException if rows or features are missing
   */
  public float[] logits(
      UserFeatures user,
      List<float[]> historyRows,
      List<float[]> candidateRows,
      @Nullable StreamingValues streaming) {
    if (historyRows.size() != user.history().size()) {
      throw new IllegalArgumentException(
          "there are %d history rows for %d events"
              .formatted(historyRows.size(), user.history().size()));
    }
    if (streaming != null && streaming.ofCandidates().length != candidateRows.size()) {
      throw new IllegalArgumentException(
          "there are streaming features for %d of %d candidates"
              .formatted(streaming.ofCandidates().length, candidateRows.size()));
    }
    return candidateRows.isEmpty()
        ? new float[0]
        : withWorkspace(
            workspace -> inBlocks(user, historyRows, candidateRows, streaming, workspace));
  }

  private float[] inBlocks(
      UserFeatures user,
      List<float[]> historyRows,
      List<float[]> candidateRows,
      @Nullable StreamingValues streaming,
      Workspace workspace) {
    int count = candidateRows.size();
    if (count <= MAX_CANDIDATES_PER_CALL) {
      return logits(user, historyRows, candidateRows, streaming, workspace);
    }
    float[] logits = new float[count];
    for (int from = 0; from < count; from += MAX_CANDIDATES_PER_CALL) {
      int to = Math.min(count, from + MAX_CANDIDATES_PER_CALL);
      float[] block =
          logits(
              user,
              historyRows,
              candidateRows.subList(from, to),
              streaming == null ? null : streaming.ofCandidates(from, to),
              workspace);
      System.arraycopy(block, 0, logits, from, block.length);
    }
    return logits;
  }

  private float[] logits(
      UserFeatures user,
      List<float[]> historyRows,
      List<float[]> candidateRows,
      @Nullable StreamingValues streaming,
      Workspace workspace) {
    workspace.streaming.fill(Collections.singletonList(streaming), candidateRows.size());
    var in = workspace.head;
    in.fill(List.of(user));
    int n = candidateRows.size();
    int length = in.length();
    FloatBuffer candidates = workspace.candidates(n * candidateWidth);
    candidateRows.forEach(row -> candidates.put(checked(row), 0, candidateWidth));
    FloatBuffer history = workspace.history(length * historyWidth);
    int events = HeadTensors.events(user, spec);
    historyRows
        .subList(historyRows.size() - events, historyRows.size())
        .forEach(row -> history.put(checked(row), candidateWidth, historyWidth));
    while (history.hasRemaining()) {
      history.put(0);
    }
    FloatBuffer output = workspace.output(n);
    try (var call = head.call()) {
      call.ints("fields", in.fields(), 1, spec.userFields().size() + spec.contextFields().size())
          .ints("values", in.values(), 1, length)
          .ints("gaps", in.gaps(), 1, length)
          .ints("positions", in.positions(), 1, length)
          .floats("mask", in.mask(), 1, length)
          .floats("share", in.share(), 1, length)
          .floats("knowledge", in.knowledge(), 1, spec.userVectorSize())
          .floats("known", in.known(), 1, 1)
          .floats("candidates", candidates.flip(), 1, n, candidateWidth)
          .floats("history", history.flip(), 1, length, historyWidth)
          .floats("streamingOfUser", workspace.streaming.ofUser(), 1, spec.streamingOfUser())
          .floats(
              "streamingOfCandidate",
              workspace.streaming.ofCandidate(),
              1,
              n,
              spec.streamingOfCandidate());
      if (search != null) {
        addFound(call, search, user, historyRows, candidateRows, workspace);
      }
      call.run("logits", output, 1, n);
    }
    float[] logits = new float[n];
    output.get(logits);
    return logits;
  }

  private void addFound(
      Graph.Call call,
      EventSearch search,
      UserFeatures user,
      List<float[]> historyRows,
      List<float[]> candidateRows,
      Workspace workspace) {
    int n = candidateRows.size();
    int first =
        Math.max(0, historyRows.size() - requireNonNull(spec.search(), "search is null").length());
    List<float[]> searched = historyRows.subList(first, historyRows.size());
    searched.forEach(this::checked);
    FoundEvents[] found = new FoundEvents[n];
    for (int c = 0; c < n; c++) {
      found[c] =
          search
              .find(candidateRows.get(c), searched, candidateWidth + historyWidth + foundWidth)
              .movedBy(first);
    }
    var in = workspace.found;
    in.fill(List.of(user), new FoundEvents[][] {found}, n);
    int length = in.length();
    FloatBuffer rows = workspace.foundRows(n * length * foundWidth);
    for (int c = 0; c < n; c++) {
      for (int j = 0; j < length; j++) {
        if (j < found[c].size()) {
          rows.put(
              historyRows.get(found[c].events()[j]), candidateWidth + historyWidth, foundWidth);
        } else {
          rows.put(padding);
        }
      }
    }
    call.floats("found", rows.flip(), 1, n, length, foundWidth)
        .ints("foundValues", in.values(), 1, n, length)
        .ints("foundGaps", in.gaps(), 1, n, length)
        .floats("foundMask", in.mask(), 1, n, length)
        .floats("foundShare", in.share(), 1, n, length)
        .floats("foundScores", in.scores(), 1, n, length);
  }

  private float[] checked(float[] row) {
    if (row.length != rowWidth) {
      throw new IllegalArgumentException(
          "an item row has %d numbers, but rows of model %s have %d"
              .formatted(row.length, version, rowWidth));
    }
    return row;
  }

  private <R> R withWorkspace(Function<Workspace, R> work) {
    life.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("model " + version + " is closed");
      }
      Workspace free = workspaces.poll();
      Workspace workspace = free == null ? new Workspace(spec, vocabularies, fittedFactors) : free;
      R result = work.apply(workspace);
      workspaces.add(workspace);
      return result;
    } finally {
      life.readLock().unlock();
    }
  }

  @Override
  public void close() {
    life.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        workspaces.clear();
        head.close();
        itemTower.close();
      }
    } finally {
      life.writeLock().unlock();
    }
  }
}
