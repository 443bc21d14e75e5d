package io.laserstreams.tools.docs;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class FeaturesDocumentTest {
  @Test
  void shouldBeWhatIsCommitted() throws IOException {
    GeneratedDocument.assertUpToDate("feature-catalogue.md", FeaturesDocument.markdown());
  }
}
