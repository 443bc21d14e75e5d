package io.laserstreams.learning.offline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.laserstreams.crm.bundle.ModelBundle;
import io.laserstreams.crm.features.FeatureSpec;
import io.laserstreams.crm.model.ModelChoice;
import io.laserstreams.crm.model.Models;
import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.learning.dataset.DatasetReader;
import io.laserstreams.learning.dataset.FeatureSpecs;
import io.laserstreams.learning.dataset.description.Descriptions;
import io.laserstreams.learning.streaming.FeatureChoice;
import io.laserstreams.learning.streaming.Moments;
import io.laserstreams.learning.torch.Hyperparameters;
import io.laserstreams.learning.torch.ModelTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("torch")
class DiscrepanciesTest {
  private static final String DESCRIPTION =
      """
      name: plays
      interactions:
        {file: r.csv, user: u, item: i, value: v, time: {column: t, unit: milliseconds},
         context: {device: d}}
      users: {file: users.csv, id: u, fields: {age: a}}
      items: {file: items.csv, id: i, fields: {year: y}, categories: {column: c}}
      label: {above: 3}
      """;

  @TempDir Path folder;

  @BeforeEach
  void writeFiles() throws IOException {
    Files.writeString(
        folder.resolve("r.csv"), "u,i,v,t,d\n1,7,5,1767225600000,phone\n1,8,1,1767225600001,car\n");
    Files.writeString(folder.resolve("users.csv"), "u,a\n1,25\n");
    Files.writeString(folder.resolve("items.csv"), "i,y,c\n7,1999,wild\n8,2001,calm\n");
  }

  private Dataset read(String description) throws IOException {
    Files.writeString(folder.resolve("d.yaml"), description);
    return DatasetReader.read(Descriptions.read(folder.resolve("d.yaml").toString()), folder);
  }

  private static ModelBundle bundle(Dataset data, FeatureSpec spec, String labels) {
    try (var trainer =
        ModelTrainer.untrained(
            Models.of(ModelChoice.DEFAULT.withKnowledge(ModelChoice.Knowledge.NONE), spec),
            Hyperparameters.DEFAULT,
            1)) {
      return ModelBundle.read(trainer.toBundle(data.name(), Map.of(), 0, labels).toBytes());
    }
  }

  private static ModelBundle bundle(Dataset data) {
    return bundle(data, FeatureSpecs.of(data, null, null), data.description().labels());
  }

  @Test
  void shouldFindNoneInTheSameDataset() throws IOException {
    Dataset data = read(DESCRIPTION);
    assertEquals(List.of(), Discrepancies.between(data, bundle(data)));
  }

  @Test
  void shouldNameADifferentRuleAndDifferentValueBounds() throws IOException {
    ModelBundle bundle = bundle(read(DESCRIPTION));
    assertEquals(
        List.of(
            "Positive is 'value at least 4' here, where the model was trained it was 'value above"
                + " 3'"),
        Discrepancies.between(read(DESCRIPTION.replace("above: 3", "atLeast: 4")), bundle));
    assertEquals(
        List.of(
            "The model splits values at [3.0], this dataset's description or values would split"
                + " them at [2.5]"),
        Discrepancies.between(read(DESCRIPTION + "features: {valueBounds: [2.5]}\n"), bundle));
  }

  @Test
  void shouldNameFieldsThatAreMissingAndFieldsThatAreNotRead() throws IOException {
    ModelBundle bundle = bundle(read(DESCRIPTION));
    Dataset other =
        read(
            DESCRIPTION
                .replace("{age: a}", "{years: a}")
                .replace("{device: d}", "{}")
                .replace(", categories: {column: c}", ""));
    assertEquals(
        List.of(
            "The model reads the user fields [age], which are not here: they are empty",
            "The model does not read the user fields [years] that are here",
            "The model reads the context fields [device], which are not here: they are empty",
            "The model reads 1 categories of an item, items here have 0"),
        Discrepancies.between(other, bundle));
    assertEquals(
        List.of("The model does not read the item fields [also] that are here"),
        Discrepancies.between(
            read(DESCRIPTION.replace("{year: y}", "{year: y, also: y}")), bundle));
    assertEquals(
        List.of(),
        Discrepancies.between(
            read(
                DESCRIPTION.replace("{year: y}", "{year: y, also: y}")
                    + "features: {items: [year]}\n"),
            bundle),
        "not selected either");
  }

  @Test
  void shouldSayThatAnEarlierBundleDoesNotRecordItsRule() throws IOException {
    Dataset data = read(DESCRIPTION);
    assertEquals(
        List.of(
            "The bundle does not say what counted as positive where it was trained; here it is"
                + " 'value above 3'"),
        Discrepancies.between(data, bundle(data, FeatureSpecs.of(data, null, null), null)));
  }

  @Test
  void shouldNameDifferencesInStreamingFeatures() throws IOException {
    Dataset data = read(DESCRIPTION);
    FeatureSpec spec =
        FeatureSpecs.of(data, null, null)
            .withStreaming(Moments.unheard(FeatureChoice.of("user,item", data, 0)));
    ModelBundle bundle = bundle(data, spec, data.description().labels());
    assertEquals(List.of(), Discrepancies.between(data, bundle));
    assertEquals(
        List.of(
            "Positive is 'value above 4' here, where the model was trained it was 'value above 3'",
            "Streaming features count a value above 3.0 as a like, the label rule here one above"
                + " 4.0"),
        Discrepancies.between(read(DESCRIPTION.replace("above: 3", "above: 4")), bundle));
  }
}
