package io.laserstreams.crm.streaming.user;

import io.laserstreams.crm.bytes.StoredBytes;
import io.laserstreams.crm.bytes.UnreadableBytesException;
import io.laserstreams.crm.item.ItemFeatures;
import io.laserstreams.crm.streaming.factors.FittedFactors;
import io.laserstreams.crm.streaming.factors.FittedItem;
import io.laserstreams.crm.streaming.factors.FittedItems;
import io.laserstreams.crm.streaming.factors.ItemFactors;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * All that streaming features keep of a user. It is read from bytes, changed by one event after the
 * other as they arrive, and written back; {@code read(toBytes())} is the same state to the bit.
 * Belongs to one thread.
 *
 * <p>Taste filter, text regression and the rows of recent events depend on a basis: the state names
 * it, and {@link #use} rebuilds them from the recent events when it is another one. Bounded: at
 * most about 23 bytes and an item id for each recent event, 14 and a name for each group, and 3 KB.
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
  private long basis;
  private TasteFilter taste;
  private TextRidge text;

  private UserState(StreamingSettings settings) {
    this.settings = settings;
    startAnew();
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

  /** A user who has done nothing yet. */
  public static UserState empty(StreamingSettings settings) {
    return new UserState(settings);
  }

  private void startAnew() {
    counts = new UserCounts();
    recent = new RecentEvents(settings.recentEvents());
    categories = new Affinities(settings.groups());
    fields =
        settings.affinityFields().stream().map(field -> new Affinities(settings.groups())).toList();
    hour = NEVER;
    inHour = 0;
    basis = 0;
    taste = null;
    text = null;
  }

  /**
   * @throws UnreadableBytesException if the bytes are of another release or damaged, or were
   *     written with other affinity fields
   */
  public static UserState read(byte[] bytes, StreamingSettings settings) {
    return StoredBytes.read(
        "a user's features", CODEC, ByteBuffer.wrap(bytes), in -> parts(in, settings));
  }

  private static UserState parts(ByteBuffer in, StreamingSettings settings) {
    var counts = new UserCounts(in);
    var recent = RecentEvents.read(in, settings.recentEvents());
    var categories = Affinities.read(in, settings.groups());
    int parted = in.get();
    if (parted != settings.affinityFields().size()) {
      throw new UnreadableBytesException(
          "stored user state parts tastes by %d item fields, the settings by %s"
              .formatted(parted, settings.affinityFields()));
    }
    List<Affinities> fields = new ArrayList<>();
    for (int f = 0; f < parted; f++) {
      fields.add(Affinities.read(in, settings.groups()));
    }
    var state = new UserState(settings, counts, recent, categories, fields);
    state.hour = in.getLong();
    state.inHour = in.getInt();
    state.basis = in.getLong();
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
            + Integer.BYTES
            + 2;
    size += fields.stream().mapToInt(Affinities::bytes).sum();
    size += (taste == null ? 0 : taste.bytes()) + (text == null ? 0 : text.bytes());
    ByteBuffer out = ByteBuffer.allocate(size).put(CODEC);
    counts.write(out);
    recent.write(out);
    categories.write(out);
    out.put((byte) fields.size());
    fields.forEach(field -> field.write(out));
    out.putLong(hour).putInt(inHour).putLong(basis).put((byte) (taste == null ? 0 : 1));
    if (taste != null) {
      taste.write(out);
    }
    out.put((byte) (text == null ? 0 : 1));
    if (text != null) {
      text.write(out);
    }
    return out.array();
  }

  /**
   * Brings what depends on a basis to this one.
   *
   * @throws UnreadableBytesException if it was read as of this basis, but cannot be
   */
  public void use(FittedItems items) {
    recent.use(items);
    if (basis == items.basis().version()) {
      requireFit(items.basis());
      return;
    }
    basis = items.basis().version();
    recent.place(items.basis());
    ItemFactors factors = items.basis().factors();
    taste = factors == null ? null : TasteFilter.of(factors);
    text = items.basis().text() == null ? null : TextRidge.of(items.basis().text().coordinates());
    for (int i = 0; i < recent.size(); i++) {
      learn(
          items,
          recent.basisItem(i),
          i == 0 ? 0 : recent.time(i) - recent.time(i - 1),
          recent.value(i),
          recent.residual(i),
          recent.deviation(i));
    }
  }

  private void requireFit(FittedFactors of) {
    int factors = of.factors() == null ? 0 : of.factors().size();
    int coordinates = of.text() == null ? 0 : of.text().coordinates();
    if (!recent.fits(of)
        || (taste == null ? 0 : taste.size()) != factors
        || (text == null ? 0 : text.size()) != coordinates) {
      throw new UnreadableBytesException(
          "a user's features are damaged: what depends on basis %d does not fit it; reset the application's state"
              .formatted(basis));
    }
  }

  private void learn(
      FittedItems items, FittedItem item, long gap, float value, float residual, float deviation) {
    if (taste != null) {
      ItemFactors factors = items.basis().factors();
      double observed = item.placed() ? value - factors.mean() - item.bias() : deviation;
      taste.update(item.factors(), observed, factors.noise(), gap);
    }
    if (text != null && item.coordinates() != null) {
      text.update(item.coordinates(), residual);
    }
  }

  /**
   * Becomes that of a user who has done nothing yet where that is so long ago, at this event time,
   * that the settings let it go.
   */
  public void expire(long time) {
    if (expiredAt(time)) {
      startAnew();
    }
  }

  /** Whether {@link #expire} empties it. */
  public boolean expiredAt(long time) {
    return settings.idleMillis() != null
        && hour != NEVER
        && time - (hour + 1) * HOUR > settings.idleMillis();
  }

  /**
   * Whether the user's hour still has room for an event; if so it has one less. Late events count
   * in the newest hour.
   */
  public boolean admits(long time) {
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
   * @param value the number that it counts as
   * @param residual what the biases do not explain of it
   * @param deviation from the item's mean
   * @return how many groups were dropped, as there are more than the settings' bound
   */
  public int add(
      FittedItems items, FittedItem item, long time, float value, float residual, float deviation) {
    learn(items, item, gapTo(time), value, residual, deviation);
    recent.add(item.item().itemId(), item.row(), time, value, residual, deviation);
    int dropped = 0;
    for (String category : item.item().categories()) {
      dropped += categories.add(category, residual) ? 1 : 0;
    }
    for (int f = 0; f < fields.size(); f++) {
      String group = groupOf(item.item(), settings.affinityFields().get(f));
      if (group != null) {
        dropped += fields.get(f).add(group, residual) ? 1 : 0;
      }
    }
    counts.add(time, value, value > settings.likeAbove(), deviation, residual);
    return dropped;
  }

  /** The hour of the newest event, counted from 1970; the smallest number where there is none. */
  public long newestHour() {
    return hour;
  }

  /** Event time of the last event that was applied; the smallest number where there is none. */
  public long newestTime() {
    return recent.size() == 0 ? Long.MIN_VALUE : recent.time(recent.size() - 1);
  }

  /** Milliseconds since the newest event, 0 where there is none or it is later. */
  public long gapTo(long time) {
    return recent.size() == 0 ? 0 : Math.max(0, time - recent.time(recent.size() - 1));
  }

  /**
   * The group of an item by a field; {@code year/4} puts four whole numbers in one; null where the
   * item has none.
   */
  public static String groupOf(ItemFeatures item, String field) {
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

  /** Tastes by the values of an item field. */
  public Affinities field(int index) {
    return fields.get(index);
  }

  /** Null without factors. */
  public TasteFilter taste() {
    return taste;
  }

  /** Null without texts. */
  public TextRidge text() {
    return text;
  }
}
