package io.laserstreams.crm.streaming.user;

import io.laserstreams.crm.bytes.UnreadableBytesException;
import io.laserstreams.crm.bytes.UntrustedBytes;
import io.laserstreams.crm.item.ItemFeatures;
import io.laserstreams.crm.streaming.factors.FittedFactors;
import io.laserstreams.crm.streaming.factors.FittedItem;
import io.laserstreams.crm.streaming.factors.FittedItems;
import io.laserstreams.crm.streaming.factors.ItemFactors;
import io.laserstreams.crm.streaming.factors.TextSpace;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that streaming features keep about a user. It is read from bytes, updated by events as
 * they arrive, and written back; {@code read(toBytes())} is the same state to the bit. Belongs to
 * one thread.
 *
 * <p>Taste filter, text regression and the rows of recent events depend on fitted factors: the
 * state stores their version, and {@link #use} rebuilds these parts from the recent events when it
 * differs. Bounded: at most about 23 bytes plus an item id for each recent event, 14 plus a name
 * for each group, and 3 KB.
 */
public final class UserState {
  private static final byte CODEC = 3;
  private static final long HOUR = 3_600_000;
  private static final long NEVER = Long.MIN_VALUE;

  private final StreamingSettings settings;
  private UserCounts counts;
  private RecentEvents recent;
  private Affinities categories;
  private List<Affinities> fields;
  private long hour = NEVER;
  private int inHour;

  /** Version of the fitted factors. */
  private long fittedVersion;

  private @Nullable TasteFilter taste;
  private @Nullable TextRidge text;

  private UserState(StreamingSettings settings) {
    this.settings = settings;
    reset();
  }

  private UserState(
      StreamingSettings settings,
      UserCounts counts,
      RecentEvents recent,
      Affinities categories,
      List<Affinities> fields) {
    this.settings = settings;
    this.counts = counts;
    this.recent = recent;
    this.categories = categories;
    this.fields = fields;
  }

  /** The state of a user without events. */
  public static UserState empty(StreamingSettings settings) {
    return new UserState(settings);
  }

  private void reset() {
    counts = new UserCounts();
    recent = new RecentEvents(settings.recentEvents());
    categories = new Affinities(settings.groups());
    fields =
        settings.affinityFields().stream().map(field -> new Affinities(settings.groups())).toList();
    hour = NEVER;
    inHour = 0;
    fittedVersion = 0;
    taste = null;
    text = null;
  }

  /**
   * @throws UnreadableBytesException if the bytes are of another release or damaged, or were
   *     written with other affinity fields
   */
  public static UserState read(byte[] bytes, StreamingSettings settings) {
    return UntrustedBytes.read(
        "a user's features", CODEC, ByteBuffer.wrap(bytes), in -> parts(in, settings));
  }

  private static UserState parts(ByteBuffer in, StreamingSettings settings) {
    var counts = new UserCounts(in);
    var recent = RecentEvents.read(in, settings.recentEvents());
    var categories = Affinities.read(in, settings.groups());
    int fieldCount = in.get();
    if (fieldCount != settings.affinityFields().size()) {
      throw new UnreadableBytesException(
          "stored user state has affinities by %d item fields, the settings by %s"
              .formatted(fieldCount, settings.affinityFields()));
    }
    List<Affinities> fields = new ArrayList<>();
    for (int f = 0; f < fieldCount; f++) {
      fields.add(Affinities.read(in, settings.groups()));
    }
    var state = new UserState(settings, counts, recent, categories, fields);
    state.hour = in.getLong();
    state.inHour = in.getInt();
    state.fittedVersion = in.getLong();
    state.taste = in.get() == 1 ? TasteFilter.read(in) : null;
    state.text = in.get() == 1 ? TextRidge.read(in) : null;
    return state;
  }

  /** The stored form. */
  public byte[] toBytes() {
    int size =
        1
            + UserCounts.BYTES
            + recent.bytes()
            + categories.bytes()
            + 1
            + 2 * Long.BYTES
            + Integer.BYTES;
    size += fields.stream().mapToInt(Affinities::bytes).sum();
    VectorWithMatrix storedTaste = taste == null ? null : taste.stored();
    VectorWithMatrix storedText = text == null ? null : text.stored();
    size += bytes(storedTaste) + bytes(storedText);
    ByteBuffer out = ByteBuffer.allocate(size).put(CODEC);
    counts.write(out);
    recent.write(out);
    categories.write(out);
    out.put((byte) fields.size());
    fields.forEach(field -> field.write(out));
    out.putLong(hour).putInt(inHour).putLong(fittedVersion);
    write(out, storedTaste);
    write(out, storedText);
    return out.array();
  }

  private static int bytes(@Nullable VectorWithMatrix optional) {
    return 1 + (optional == null ? 0 : optional.bytes());
  }

  /** Writes a byte that says whether it is present, then the value. */
  private static void write(ByteBuffer out, @Nullable VectorWithMatrix optional) {
    out.put((byte) (optional == null ? 0 : 1));
    if (optional != null) {
      optional.write(out);
    }
  }

  /**
   * Brings the state to the fitted factors of these items.
   *
   * @throws UnreadableBytesException if the state was read as one of these factors, but does not
   *     fit them
   */
  public void use(FittedItems items) {
    FittedFactors fitted = items.fittedFactors();
    recent.use(items);
    if (fittedVersion == fitted.version()) {
      requireFit(fitted);
      return;
    }
    fittedVersion = fitted.version();
    recent.lookUpRows(fitted);
    ItemFactors factors = fitted.factors();
    TextSpace space = fitted.text();
    taste = factors == null ? null : TasteFilter.of(factors);
    text = space == null ? null : TextRidge.of(space.coordinates());
    for (int i = 0; i < recent.size(); i++) {
      learn(
          factors,
          recent.fittedItem(i),
          i == 0 ? 0 : recent.time(i) - recent.time(i - 1),
          recent.value(i),
          recent.residual(i),
          recent.deviation(i));
    }
  }

  private void requireFit(FittedFactors fitted) {
    ItemFactors factors = fitted.factors();
    TextSpace space = fitted.text();
    if (!recent.fits(fitted)
        || (taste == null ? 0 : taste.stored().size()) != (factors == null ? 0 : factors.size())
        || (text == null ? 0 : text.stored().size()) != (space == null ? 0 : space.coordinates())) {
      throw new UnreadableBytesException(
          ("a user's features are damaged: they do not fit the fitted factors %d that they name;"
                  + " reset the application's state")
              .formatted(fittedVersion));
    }
  }

  private void learn(
      @Nullable ItemFactors factors,
      FittedItem item,
      long gap,
      float value,
      float residual,
      float deviation) {
    if (taste != null && factors != null) {
      double observed = item.placed() ? value - factors.mean() - item.bias() : deviation;
      taste.update(item.factors(), observed, factors.noise(), gap);
    }
    float[] coordinates = item.coordinates();
    if (text != null && coordinates != null) {
      text.update(coordinates, residual);
    }
  }

  /**
   * Empties the state if the user was idle for longer than the settings allow, at this event time.
   */
  public void expire(long time) {
    if (expiredAt(time)) {
      reset();
    }
  }

  /** Whether {@link #expire} empties the state. */
  public boolean expiredAt(long time) {
    return settings.idleMillis() != null
        && hour != NEVER
        && time - (hour + 1) * HOUR > settings.idleMillis();
  }

  /**
   * Counts an event in the user's hour, if it has room for one. Late events count in the newest
   * hour.
   *
   * @return whether it had room; the event must be ignored if not
   */
  public boolean tryAdmit(long time) {
    long now = Math.floorDiv(time, HOUR);
    if (now > hour) {
      hour = now;
      inHour = 0;
    }
    if (inHour == settings.eventsPerHour()) {
      return false;
    }
    inHour++;
    return true;
  }

  /**
   * Learns from an event of the user; {@link #use} must have been called with the same items.
   *
   * @param value the value that it counts as
   * @param residual the part of the value that the biases do not explain
   * @param deviation of the value from the item's mean
   * @return how many groups were replaced because of the settings' bound
   */
  public int add(
      FittedItems items, FittedItem item, long time, float value, float residual, float deviation) {
    learn(items.fittedFactors().factors(), item, gapTo(time), value, residual, deviation);
    recent.add(item.item().itemId(), item.row(), time, value, residual, deviation);
    int replaced = 0;
    for (String category : item.item().categories()) {
      replaced += categories.add(category, residual) ? 1 : 0;
    }
    for (int f = 0; f < fields.size(); f++) {
      String group = groupOf(item.item(), settings.affinityFields().get(f));
      if (group != null) {
        replaced += fields.get(f).add(group, residual) ? 1 : 0;
      }
    }
    counts.add(time, value, value > settings.likeAbove(), deviation, residual);
    return replaced;
  }

  /** The hour of the newest event, counted from 1970; {@code Long.MIN_VALUE} if there is none. */
  public long newestHour() {
    return hour;
  }

  /** Event time of the last event that was applied; {@code Long.MIN_VALUE} if there is none. */
  public long newestTime() {
    return recent.size() == 0 ? Long.MIN_VALUE : recent.time(recent.size() - 1);
  }

  /** Milliseconds since the newest event, 0 if there is none or it is later. */
  public long gapTo(long time) {
    return recent.size() == 0 ? 0 : Math.max(0, time - recent.time(recent.size() - 1));
  }

  /**
   * The group of an item by a field; {@code year/4} puts four whole numbers in one; null if the
   * item has none.
   */
  public static @Nullable String groupOf(ItemFeatures item, String field) {
    int slash = field.lastIndexOf('/');
    String value = item.fields().get(slash < 0 ? field : field.substring(0, slash));
    if (value == null || slash < 0) {
      return value;
    }
    try {
      return Long.toString(
          Math.floorDiv(Long.parseLong(value), Long.parseLong(field.substring(slash + 1))));
    } catch (NumberFormatException e) {
      return value;
    }
  }

  public UserCounts counts() {
    return counts;
  }

  public RecentEvents recent() {
    return recent;
  }

  public Affinities categories() {
    return categories;
  }

  /** Affinities by the values of an item field. */
  public Affinities field(int index) {
    return fields.get(index);
  }

  /** The taste filter; null without factors. */
  public @Nullable TasteFilter taste() {
    return taste;
  }

  /** The regression on texts; null without texts. */
  public @Nullable TextRidge text() {
    return text;
  }
}
