package io.laserstreams.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import blue.strategic.parquet.ParquetWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a shop's export without a description to a model. */
@Tag("torch")
class DescribeCommandTest {
  private static final int CUSTOMERS = 20;
  private static final int PRODUCTS = 40;
  private static final int PARTS = 2;
  private static final int CLICKS = 600;
  private static final long MICROS = 1_735_689_600_000_000L;

  @TempDir Path folder;

  @BeforeEach
  void export() throws IOException {
    Files.createDirectories(folder.resolve("shop/clicks"));
    var catalogue = new StringBuilder("sku\tproduct_name\tcategory\tcontent_key\n");
    var texts = new StringBuilder("{");
    for (int product = 0; product < PRODUCTS; product++) {
      catalogue.append(
          "%d\tProduct %d\t%s\tcms-%d\n"
              .formatted(
                  5_000 + product, product, product % 2 == 0 ? "Tea|New" : "Tools", product * 17));
      texts.append(
          "%s\"cms-%d\": \"Something about %s, of kind %d.\""
              .formatted(
                  product == 0 ? "" : ", ",
                  product * 17,
                  product % 2 == 0 ? "green tea leaves" : "drills and hammers",
                  product));
    }
    Files.writeString(folder.resolve("shop/products.tsv"), catalogue);
    Files.writeString(folder.resolve("shop/texts.json"), texts.append("}"));
    clicks();
  }

  private void clicks() throws IOException {
    MessageType schema =
        Types.buildMessage()
            .required(PrimitiveTypeName.BINARY)
            .as(LogicalTypeAnnotation.stringType())
            .named("customer_id")
            .required(PrimitiveTypeName.INT64)
            .named("sku")
            .required(PrimitiveTypeName.INT64)
            .as(LogicalTypeAnnotation.timestampType(true, LogicalTypeAnnotation.TimeUnit.MICROS))
            .named("event_time")
            .named("clicks");
    var random = new Random(1);
    for (int part = 0; part < PARTS; part++) {
      Path file = folder.resolve("shop/clicks/part-0000" + part + ".parquet");
      try (ParquetWriter<Object[]> writer =
          ParquetWriter.writeFile(
              schema,
              file.toFile(),
              (row, values) -> {
                for (int i = 0; i < row.length; i++) {
                  values.write(schema.getFieldName(i), row[i]);
                }
              })) {
        for (int click = 0; click < CLICKS; click++) {
          int customer = random.nextInt(CUSTOMERS);
          int product = customer % 2 + 2 * random.nextInt(PRODUCTS / 2);
          long time = MICROS + (part * CLICKS + click) * 60_000_000L;
          writer.write(new Object[] {"c" + customer, 5_000L + product, time});
        }
      }
    }
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void shouldDescribeAnExportAndTrainOnTheResult() throws IOException {
    CommandRun init =
        CommandRun.laser(
            "describe", "--init", "--dataset", path("shop.yaml"), "--data", path("shop"));
    assertEquals(0, init.exitCode(), init.err());
    String yaml = Files.readString(folder.resolve("shop.yaml"));
    for (String line :
        new String[] {
          "  file: clicks\n",
          "  user: customer_id\n",
          "  item: sku\n",
          "  time: {column: event_time, unit: iso-8601}\n",
          "  negatives: {each: 4, seed: 1}\n",
          "  categories: {column: category, separator: \"|\"}\n",
          "    via: {file: products.tsv, from: content_key, to: sku}\n",
          "label: {every: true}"
        }) {
      assertTrue(yaml.contains(line), line + " is not in\n" + yaml);
    }
    for (String line :
        new String[] {
          "- four others are drawn for each row, from what somebody had chosen before",
          "- no file has a row for each user: there are no profiles",
          "clicks: 1,200 rows",
          "The candidates without an interaction were drawn, not shown",
          "products.tsv covers 40 of 40 items (100 %), texts.json 40 of 40 items (100 %)"
        }) {
      assertTrue(init.out().contains(line), line + " is not in\n" + init.out());
    }
    CommandRun train =
        CommandRun.laser(
            "train",
            "--dataset",
            path("shop.yaml"),
            "--data",
            path("shop"),
            "--out",
            path("shop.laser"));
    assertEquals(0, train.exitCode(), train.err());
    assertTrue(Files.exists(folder.resolve("shop.laser")));
  }

  @Test
  void shouldOverwriteNothing() throws IOException {
    Files.writeString(folder.resolve("shop.yaml"), "mine");
    CommandRun init =
        CommandRun.laser(
            "describe", "--init", "--dataset", path("shop.yaml"), "--data", path("shop"));
    assertEquals(2, init.exitCode());
    assertTrue(init.err().contains("--init overwrites nothing"), init.err());
    assertEquals("mine", Files.readString(folder.resolve("shop.yaml")));
    assertFalse(init.out().contains("Wrote"));
  }

  @Test
  void shouldSayWhatItDoesNotFind() throws IOException {
    Files.createDirectory(folder.resolve("odd"));
    Files.writeString(folder.resolve("odd/a.csv"), "alpha,beta\nx,1.5\ny,2.5\n");
    CommandRun init =
        CommandRun.laser(
            "describe", "--init", "--dataset", path("odd.yaml"), "--data", path("odd"));
    assertEquals(2, init.exitCode());
    assertTrue(init.err().contains("a.csv looks most like it, but its columns are [alpha, beta]"));
    assertFalse(Files.exists(folder.resolve("odd.yaml")));
  }
}
