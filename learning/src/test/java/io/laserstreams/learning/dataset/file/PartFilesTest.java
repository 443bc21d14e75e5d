package io.laserstreams.learning.dataset.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.laserstreams.learning.dataset.description.InvalidDatasetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartFilesTest {
  @TempDir Path folder;

  private void touch(String... names) throws IOException {
    for (String name : names) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.createFile(file);
    }
  }

  private List<String> of(String name) {
    return PartFiles.of(folder.resolve(name)).stream()
        .map(part -> folder.relativize(part).toString())
        .toList();
  }

  private void assertRefused(String name, String message) {
    assertEquals(
        message.replace("D/", folder + "/"),
        assertThrows(InvalidDatasetException.class, () -> of(name)).getMessage());
  }

  @Test
  void shouldReadAFolderOfPartsInTheOrderOfTheirPaths() throws IOException {
    touch("log/part-1.csv", "log/part-0.csv", "log/day=2/part-0.CSV.GZ");
    touch("log/_SUCCESS", "log/.part-0.csv.crc", "log/_temporary/part-9.csv");
    assertEquals(List.of("log/day=2/part-0.CSV.GZ", "log/part-0.csv", "log/part-1.csv"), of("log"));
  }

  @Test
  void shouldFindPartsByAPattern() throws IOException {
    touch(
        "part-0.csv",
        "part-1.csv",
        "part-2.csv",
        "items.csv",
        "_part-3.csv",
        "a/x.csv",
        "b/x.csv",
        "c/x.csv",
        "d=1/x/y.csv");
    assertEquals(List.of("part-0.csv", "part-1.csv", "part-2.csv"), of("part-*.csv"));
    assertEquals(List.of("part-0.csv", "part-2.csv"), of("part-[02].csv"));
    assertEquals(List.of("a/x.csv", "b/x.csv"), of("{a,b}/x.csv"));
    assertEquals(List.of("a/x.csv", "b/x.csv", "c/x.csv"), of("?/*.csv"));
    assertEquals(List.of("d=1/x/y.csv"), of("d=*"), "all files of a folder that matches");
    assertEquals(List.of("_part-3.csv"), of("_*.csv"), "hidden files if the pattern names them");
  }

  @Test
  void shouldPreferAFileOfThatVeryName() throws IOException {
    touch("part[0].csv", "part0.csv");
    assertEquals(List.of("part[0].csv"), of("part[0].csv"));
  }

  @Test
  void shouldNameWhatIsMissing() throws IOException {
    touch("empty/_SUCCESS");
    assertRefused(
        "none.csv", "there is no D/none.csv: name the folder with the dataset's files by --data");
    assertRefused(
        "nome/part/x.csv",
        "there is no D/nome/part/x.csv, as there is no D/nome: name the folder with the dataset's"
            + " files by --data");
    assertRefused("none-*.csv", "no file matches D/none-*.csv");
    assertRefused("empty", "there is no file in D/empty");
    assertRefused("**/x.csv", "D/**/x.csv has '**': name the folder, whose files are all read");
    String broken = assertThrows(InvalidDatasetException.class, () -> of("[.csv")).getMessage();
    assertEquals(folder + "/[.csv cannot be listed", broken.substring(0, broken.indexOf(':')));
  }

  @Test
  void shouldRefuseFilesWithDuplicateOrDeletedRows() throws IOException {
    touch(
        "twice/a.csv",
        "twice/a.csv.gz",
        "mixed/a.csv",
        "mixed/b.parquet",
        "mixed/c.parquet",
        "delta/_delta_log/0.json",
        "delta/a.parquet");
    assertRefused(
        "twice",
        "D/twice stands for both D/twice/a.csv and D/twice/a.csv.gz, which hold the same: keep"
            + " one");
    assertRefused(
        "mixed",
        "D/mixed stands for files of several kinds, D/mixed/a.csv and D/mixed/b.parquet: select one"
            + " kind with a pattern such as 'mixed/*.parquet'");
    assertEquals(List.of("mixed/a.csv"), of("mixed/*.csv"));
    assertRefused(
        "delta",
        "D/delta is a versioned table, by its folder _delta_log, and its files hold rows of"
            + " earlier versions: export one");
  }
}
