package io.laserstreams.fuzzing;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Feeds a codec {@value #RECORDS} damaged records. It survives if it decodes each to a value that
 * can be written and read again, or refuses it with its own exception, and if it never allocates
 * more than the record's length allows.
 */
public final class CodecFuzz {
  public static final int RECORDS = 100_000;

  /**
   * What {@code DataInput.readUTF} allocates for a text of the greatest length, most of a refusal's
   * stack trace, and the like.
   */
  private static final long ALLOWED_BYTES = 512 << 10;

  private static final long ALLOWED_PER_BYTE = 100;
  private static final long SEED = 17;
  private static final int ATTEMPTS = 3;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private CodecFuzz() {}

  /** How many of the damaged records were decoded, and how many refused. */
  public record Survived(int decoded, int refused) {}

  /**
   * A codec that writes what it reads.
   *
   * @param intact records to damage; each must be read, and written unchanged
   * @param refusal the one exception with which the codec may refuse a record
   */
  public static <T> Survived roundTrips(
      List<byte[]> intact,
      Class<? extends Exception> refusal,
      Function<byte[], T> read,
      Function<T, byte[]> write) {
    for (byte[] record : intact) {
      if (!Arrays.equals(record, write.apply(read.apply(record)))) {
        throw new AssertionError("An intact record is not written as it was read: " + hex(record));
      }
    }
    return survives(
        intact,
        refusal,
        read,
        (record, value) -> {
          byte[] written = write.apply(value);
          byte[] again = write.apply(read.apply(written));
          if (!Arrays.equals(written, again)) {
            throw new AssertionError(
                "It is written as " + hex(written) + ", and then as " + hex(again));
          }
        });
  }

  /** Uses a decoded value; whatever it throws is a failure. */
  @FunctionalInterface
  public interface Use<T> {
    void of(byte[] record, T value);
  }

  /** A codec whose values are used in other ways than by writing them. */
  public static <T> Survived survives(
      List<byte[]> intact,
      Class<? extends Exception> refusal,
      Function<byte[], T> read,
      Use<T> use) {
    intact.forEach(record -> use.of(record, read.apply(record)));
    Mutator mutator = new Mutator(SEED, intact);
    int refused = 0;
    for (int i = 0; i < RECORDS; i++) {
      byte[] record = mutator.next();
      try {
        refused += decodes(record, refusal, read, use) ? 0 : 1;
      } catch (RuntimeException | Error e) {
        throw new AssertionError(
            "Damaged record " + i + " of " + record.length + " bytes: " + e + "\n" + hex(record),
            e);
      }
    }
    if (refused == 0 || refused == RECORDS) {
      throw new AssertionError(
          refused
              + " of "
              + RECORDS
              + " were refused; damage that is always or never noticed tests nothing");
    }
    return new Survived(RECORDS - refused, refused);
  }

  private static <T> boolean decodes(
      byte[] record, Class<? extends Exception> refusal, Function<byte[], T> read, Use<T> use) {
    T value;
    try {
      value = bounded(record, read);
    } catch (RuntimeException e) {
      if (!refusal.isInstance(e)) {
        throw e;
      }
      if (e.getMessage() == null || e.getMessage().isBlank()) {
        throw new AssertionError("A refusal does not say why", e);
      }
      return false;
    }
    use.of(record, value);
    return true;
  }

  /** Retries if too much was allocated, as the first time classes may be loaded. */
  private static <T> T bounded(byte[] record, Function<byte[], T> read) {
    long allowed = ALLOWED_BYTES + ALLOWED_PER_BYTE * record.length;
    for (int attempt = 1; ; attempt++) {
      long before = allocated();
      long used;
      try {
        T value = read.apply(record);
        used = allocated() - before;
        if (used <= allowed) {
          return value;
        }
      } catch (RuntimeException e) {
        used = allocated() - before;
        if (used <= allowed) {
          throw e;
        }
      }
      if (attempt == ATTEMPTS) {
        throw new AssertionError("It allocated " + used + " bytes; " + allowed + " are allowed");
      }
    }
  }

  private static long allocated() {
    return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  /** Damaged records for other consumers, such as a topology. */
  public static void records(int count, List<byte[]> intact, Consumer<byte[]> consumer) {
    Mutator mutator = new Mutator(SEED, intact);
    for (int i = 0; i < count; i++) {
      consumer.accept(mutator.next());
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
