package io.laserstreams.tools.docs;

import io.laserstreams.tools.bench.figure.BenchPage;
import io.laserstreams.tools.bench.figure.BenchReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchmarksDocumentTest {
  @Test
  void shouldMatchTheCommittedFigures() throws IOException {
    GeneratedDocument.assertUpToDate(
        "benchmarks/README.md",
        BenchPage.of(BenchReport.readAll(List.of(Path.of("../docs/benchmarks")))));
  }
}
