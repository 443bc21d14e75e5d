package io.laserstreams.learning.streaming;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The newest interactions, which factors are fitted to: at most an eighth more than {@code
 * capacity}, 20 bytes each, plus the ids of their users and items. Not thread-safe.
 */
public final class InteractionLog {
  private static final int FIRST_SIZE = 1_024;
  private static final int BYTES_EACH = 2 * Integer.BYTES + Long.BYTES + Float.BYTES;

  /**
   * An interaction.
   *
   * @param time event time of the impression that led to it, milliseconds since the epoch
   * @param value the rating; {@code NaN} for a click; for an item that was only shown, the value
   *     that counts as
   */
  public record LoggedInteraction(String userId, String itemId, long time, float value) {}

  private final int capacity;
  private Ids users = new Ids();
  private Ids items = new Ids();
  private int size;
  private int[] user = new int[FIRST_SIZE];
  private int[] item = new int[FIRST_SIZE];
  private long[] time = new long[FIRST_SIZE];
  private float[] value = new float[FIRST_SIZE];

  public InteractionLog(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity is " + capacity + ", must be at least 1");
    }
    this.capacity = capacity;
  }

  /** Adds an interaction; beyond the bound the earliest arrivals are dropped. */
  public void add(LoggedInteraction interaction) {
    if (size == capacity + capacity / 8 + 1) {
      keep(capacity);
    }
    if (size == user.length) {
      resize(2 * size);
    }
    user[size] = users.of(interaction.userId());
    item[size] = items.of(interaction.itemId());
    time[size] = interaction.time();
    value[size++] = interaction.value();
  }

  private void resize(int length) {
    user = Arrays.copyOf(user, length);
    item = Arrays.copyOf(item, length);
    time = Arrays.copyOf(time, length);
    value = Arrays.copyOf(value, length);
  }

  /** Keeps the newest interactions and the ids that they name. */
  private void keep(int newest) {
    Ids oldUsers = users;
    Ids oldItems = items;
    users = new Ids();
    items = new Ids();
    int from = size - newest;
    for (int i = 0; i < newest; i++) {
      user[i] = users.of(oldUsers.ids.get(user[from + i]));
      item[i] = items.of(oldItems.ids.get(item[from + i]));
      time[i] = time[from + i];
      value[i] = value[from + i];
    }
    size = newest;
  }

  public int size() {
    return size;
  }

  /** In the order of time; interactions of the same time in the order of arrival. */
  public void inOrder(Consumer<LoggedInteraction> reader) {
    IntStream.range(0, size)
        .boxed()
        .sorted(Comparator.comparingLong(i -> time[i]))
        .forEachOrdered(
            i ->
                reader.accept(
                    new LoggedInteraction(
                        users.ids.get(user[i]), items.ids.get(item[i]), time[i], value[i])));
  }

  /** The ids of its items, in the order of their first arrival. */
  public List<String> items() {
    return List.copyOf(items.ids);
  }

  public void write(DataOutputStream out) throws IOException {
    users.write(out);
    items.write(out);
    out.writeInt(size);
    for (int i = 0; i < size; i++) {
      out.writeInt(user[i]);
      out.writeInt(item[i]);
      out.writeLong(time[i]);
      out.writeFloat(value[i]);
    }
  }

  /**
   * Reads what {@link #write} wrote; only the newest if the capacity is smaller now.
   *
   * @param in whose {@code available} is all that is left, as for streams of files and arrays
   * @throws IOException if the bytes are not what was written
   */
  public static InteractionLog read(DataInputStream in, int capacity) throws IOException {
    var log = new InteractionLog(capacity);
    log.users.read(in);
    log.items.read(in);
    log.size = count(in, BYTES_EACH);
    log.resize(Math.max(FIRST_SIZE, log.size));
    for (int i = 0; i < log.size; i++) {
      log.user[i] = log.users.known(in.readInt());
      log.item[i] = log.items.known(in.readInt());
      log.time[i] = in.readLong();
      log.value[i] = in.readFloat();
    }
    if (log.size > capacity + capacity / 8 + 1) {
      log.keep(capacity);
    }
    return log;
  }

  /** Reads a count of elements of a minimum size, which the bytes left must be able to hold. */
  private static int count(DataInputStream in, int bytesEach) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > in.available() / bytesEach) {
      throw new IOException(
          "it counts %d elements of at least %d bytes, with %d bytes left"
              .formatted(count, bytesEach, in.available()));
    }
    return count;
  }

  /** Ids, numbered in the order of their first use. */
  private static final class Ids {
    private final List<String> ids = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    int of(String id) {
      Integer number = numbers.get(id);
      if (number == null) {
        number = ids.size();
        numbers.put(id, number);
        ids.add(id);
      }
      return number;
    }

    void write(DataOutputStream out) throws IOException {
      out.writeInt(ids.size());
      for (String id : ids) {
        out.writeUTF(id);
      }
    }

    void read(DataInputStream in) throws IOException {
      int count = count(in, Short.BYTES);
      for (int i = 0; i < count; i++) {
        String id = in.readUTF();
        if (of(id) != i) {
          throw new IOException("it has the id '%s' twice".formatted(id));
        }
      }
    }

    int known(int number) throws IOException {
      if (number < 0 || number >= ids.size()) {
        throw new IOException("it has the id number %d of %d".formatted(number, ids.size()));
      }
      return number;
    }
  }
}
