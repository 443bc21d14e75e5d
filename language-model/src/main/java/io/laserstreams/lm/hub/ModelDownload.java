package io.laserstreams.lm.hub;

import static java.util.Objects.requireNonNull;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.failsafe.function.CheckedSupplier;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Fetches a model's files into a folder. What was cut continues where it ended, in this run or a
 * later one; a file takes its name only once its checksum is right.
 */
public final class ModelDownload {
  private static final String PART = ".part";
  private static final int RETRIES = 5;
  private static final Duration MAX_PAUSE = Duration.ofSeconds(30);
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int PARTIAL = 206;

  private final HubSettings settings;
  private final HubClient hub;
  private final RetryPolicy<Object> retries;

  public ModelDownload(HubSettings settings) {
    this.settings = requireNonNull(settings, "settings is null");
    hub = new HubClient(settings);
    retries =
        RetryPolicy.builder()
            .handle(IOException.class)
            .withBackoff(settings.pause(), MAX_PAUSE)
            .withMaxRetries(RETRIES)
            .build();
  }

  /** What a run is to fetch. */
  public record Plan(Snapshot snapshot, List<HubFile> files) {
    public Plan {
      requireNonNull(snapshot, "snapshot is null");
      files = List.copyOf(files);
    }

    public long bytes() {
      return files.stream().mapToLong(HubFile::bytes).sum();
    }
  }

  /**
   * Asks the hub what there is. Which files of weights belong to a graph is known once it is there,
   * see {@link #weights}.
   *
   * @param repository as owner/name
   * @param revision branch, tag or commit
   * @param variant of the graph: fp32, fp16, q4 and so on
   * @throws HubException if the hub refuses, or has no such model or variant
   */
  public Plan plan(String repository, String revision, String variant) {
    if (!repository.matches("[\\w.-]+/[\\w.-]+")) {
      throw new HubException("'" + repository + "' is not a model's name; write owner/name");
    }
    if (!revision.matches("[\\w./-]+")) {
      throw new HubException("'" + revision + "' is not a branch, tag or commit");
    }
    Snapshot snapshot =
        repeated(
            "cannot ask " + settings.endpoint() + " for " + repository,
            () -> hub.snapshot(repository, revision));
    return new Plan(snapshot, ModelVariant.files(snapshot, variant));
  }

  /**
   * What is left to fetch after a plan: the files of weights that its graphs name.
   *
   * @param folder where the plan's files are
   * @throws HubException if the hub lacks one of them
   * @throws io.laserstreams.lm.files.UnusableModelException if a graph cannot be read
   */
  public Plan weights(Plan fetched, Path folder) {
    return new Plan(
        fetched.snapshot(), ModelVariant.weights(fetched.snapshot(), fetched.files(), folder));
  }

  /**
   * Fetches what is not there yet.
   *
   * @param fetched is told the bytes of the plan that are there, again and again
   * @return files that were there already
   * @throws HubException if a file cannot be fetched, or does not have the content that it should
   */
  public List<HubFile> fetch(Plan plan, Path folder, LongConsumer fetched) {
    List<HubFile> present =
        plan.files().stream().filter(file -> isPresent(folder.resolve(file.path()), file)).toList();
    long done = present.stream().mapToLong(HubFile::bytes).sum();
    fetched.accept(done);
    for (HubFile file : plan.files()) {
      if (!present.contains(file)) {
        fetch(plan.snapshot(), file, folder.resolve(file.path()), done, fetched);
        done += file.bytes();
      }
    }
    return present;
  }

  private static boolean isPresent(Path target, HubFile file) {
    try {
      return Files.isRegularFile(target)
          && Files.size(target) == file.bytes()
          && file.checksum().matches(target);
    } catch (IOException e) {
      throw new HubException("cannot read " + target + ": " + e.getMessage(), e);
    }
  }

  private void fetch(
      Snapshot snapshot, HubFile file, Path target, long before, LongConsumer fetched) {
    Path part = target.resolveSibling(target.getFileName() + PART);
    repeated(
        "cannot fetch " + file.path() + "; what was fetched is kept, run the command again",
        () -> {
          Files.createDirectories(requireNonNull(target.getParent(), "a file has no folder"));
          append(snapshot, file, part, before, fetched);
          return file;
        });
    try {
      if (!file.checksum().matches(part)) {
        Files.delete(part);
        throw new HubException(
            file.path()
                + " did not arrive as the hub says it is ("
                + file.checksum().hex()
                + "); it is deleted, run the command again");
      }
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new HubException("cannot write " + target + ": " + e.getMessage(), e);
    }
  }

  private void append(Snapshot snapshot, HubFile file, Path part, long before, LongConsumer fetched)
      throws IOException, InterruptedException {
    long there = Files.exists(part) ? Files.size(part) : 0;
    if (there > file.bytes()) {
      Files.delete(part);
      there = 0;
    }
    if (there == file.bytes() && there > 0) {
      return;
    }
    HttpResponse<InputStream> response = hub.open(snapshot, file, there);
    boolean continues = there > 0 && response.statusCode() == PARTIAL;
    long written = continues ? there : 0;
    try (InputStream in = response.body();
        StallGuard guard = new StallGuard(in, settings.patience());
        OutputStream out =
            Files.newOutputStream(
                part,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                continues ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING)) {
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
        written += read;
        guard.came();
        if (written > file.bytes()) {
          throw new IOException("more than " + file.bytes() + " bytes came");
        }
        fetched.accept(before + written);
      }
    }
    if (written != file.bytes()) {
      throw new IOException(written + " bytes came of " + file.bytes());
    }
  }

  private <T> T repeated(String failure, CheckedSupplier<T> work) {
    try {
      return Failsafe.with(retries).get(work);
    } catch (FailsafeException e) {
      if (e.getCause() instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new HubException(failure + ": " + e.getCause(), e);
    }
  }
}
