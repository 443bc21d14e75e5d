package io.laserstreams.learning.offline;

import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.streaming.settings.StreamingSettings;
import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.learning.dataset.FeatureSpecs;
import io.laserstreams.learning.dataset.description.DatasetDescription;
import io.laserstreams.learning.streaming.FeatureChoice;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Differences between a dataset and the one that a bundle was trained on, which may distort the
 * model's metrics.
 */
public final class Discrepancies {
  private final List<String> found = new ArrayList<>();

  private Discrepancies() {}

  /**
   * A sentence for each difference; none if the two agree in everything that the bundle records.
   */
  public static List<String> between(Dataset data, ModelBundle bundle) {
    var all = new Discrepancies();
    all.labels(data.description().labels(), bundle.manifest().labels());
    FeatureSpec here = FeatureSpecs.of(data, null, null);
    FeatureSpec model = bundle.spec();
    if (!here.valueBounds().equals(model.valueBounds())) {
      all.found.add(
          ("The model splits values at %s, this dataset's description or values would split them"
                  + " at %s")
              .formatted(model.valueBounds(), here.valueBounds()));
    }
    DatasetDescription description = data.description();
    all.fields(
        "user",
        model.userFields(),
        here.userFields(),
        description.users() == null ? Set.of() : description.users().fields().keySet());
    all.fields(
        "item",
        model.itemFields(),
        here.itemFields(),
        description.items() == null ? Set.of() : description.items().fieldNames());
    all.fields(
        "context",
        model.contextFields(),
        here.contextFields(),
        description.interactions().context().keySet());
    if (here.categoriesPerItem() != model.categoriesPerItem()) {
      all.found.add(
          "The model reads %s categories of an item, items here have %s"
              .formatted(model.categoriesPerItem(), here.categoriesPerItem()));
    }
    if (model.streaming() != null) {
      all.settings(
          FeatureChoice.settings(data, model.streaming().settings().epochMillis()),
          model.streaming().settings());
    }
    return List.copyOf(all.found);
  }

  private void labels(String here, @Nullable String model) {
    if (model == null) {
      found.add(
          "The bundle does not say what counted as positive where it was trained; here it is '%s'"
              .formatted(here));
    } else if (!model.equals(here)) {
      found.add(
          "Positive is '%s' here, where the model was trained it was '%s'".formatted(here, model));
    }
  }

  private void fields(
      String kind, List<String> read, List<String> chosen, Collection<String> present) {
    List<String> lacking = read.stream().filter(name -> !present.contains(name)).toList();
    if (!lacking.isEmpty()) {
      found.add(
          "The model reads the %s fields %s, which are not here: they are empty"
              .formatted(kind, lacking));
    }
    List<String> unread = chosen.stream().filter(name -> !read.contains(name)).toList();
    if (!unread.isEmpty()) {
      found.add("The model does not read the %s fields %s that are here".formatted(kind, unread));
    }
  }

  private void settings(StreamingSettings here, StreamingSettings model) {
    if (here.likeAbove() != model.likeAbove()) {
      found.add(
          "Streaming features count a value above %s as a like, the label rule here one above %s"
              .formatted(model.likeAbove(), here.likeAbove()));
    }
    if (!here.segmentFields().equals(model.segmentFields())
        || !here.affinityFields().equals(model.affinityFields())) {
      found.add(
          "Streaming features segment by the fields %s and %s, this dataset's would by %s and %s"
              .formatted(
                  model.segmentFields(),
                  model.affinityFields(),
                  here.segmentFields(),
                  here.affinityFields()));
    }
  }
}
