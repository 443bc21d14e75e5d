package io.laserstreams.tools.docs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.tools.apps.AppKind;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ConfigDocumentTest {
  @Test
  void shouldBeWhatIsCommitted() throws IOException {
    GeneratedDocument.assertUpToDate("configuration.md", ConfigDocument.markdown());
  }

  @Test
  void shouldHaveEveryApp() {
    for (AppKind app : AppKind.values()) {
      assertTrue(ConfigDocument.markdown().contains("\n## " + app.id() + "\n"), app.id());
    }
  }
}
