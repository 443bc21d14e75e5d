package io.laserstreams.tools.languagemodel;

import static java.util.Objects.requireNonNull;

import io.laserstreams.lm.hub.HubFile;
import io.laserstreams.lm.hub.HubSettings;
import io.laserstreams.lm.hub.ModelDownload;
import io.laserstreams.lm.hub.ModelDownload.Plan;
import io.laserstreams.tools.output.Progress;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Fetches a language model's files, and says which and under what licence. */
public final class ModelFetch {
  private static final double MEGABYTE = 1e6;

  private final ModelDownload download;
  private final PrintWriter out;

  public ModelFetch(HubSettings hub, PrintWriter out) {
    this.download = new ModelDownload(hub);
    this.out = requireNonNull(out, "out is null");
  }

  /** See {@link ModelDownload}. */
  public void fetch(String repository, String revision, String variant, Path folder) {
    Plan plan = download.plan(repository, revision, variant);
    String licence = plan.snapshot().licence();
    out.printf(
        "%s at %s, licence: %s%n",
        repository,
        plan.snapshot().commit(),
        licence.isEmpty() ? "not stated, see its page" : licence);
    out.flush();
    fetch(plan, folder);
    fetch(download.weights(plan, folder), folder);
    out.printf("next: laser models check %s%n", folder);
    out.flush();
  }

  private void fetch(Plan plan, Path folder) {
    if (plan.files().isEmpty()) {
      return;
    }
    List<HubFile> present;
    try (Progress progress = Progress.counting("fetch", "bytes", plan.bytes())) {
      present = download.fetch(plan, folder, progress::at);
    }
    for (HubFile file : plan.files()) {
      out.printf(
          Locale.ROOT,
          "  %-32s %8.1f MB%s%n",
          file.path(),
          file.bytes() / MEGABYTE,
          present.contains(file) ? ", was there" : "");
    }
    out.flush();
  }
}
