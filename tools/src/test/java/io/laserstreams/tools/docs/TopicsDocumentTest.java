package io.laserstreams.tools.docs;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class TopicsDocumentTest {
  @Test
  void shouldBeWhatIsCommitted() throws IOException {
    GeneratedDocument.assertUpToDate("topics-and-schemas.md", TopicsDocument.markdown());
  }

  @Test
  void shouldLeaveNoPlaceholder() {
    assertFalse(TopicsDocument.markdown().contains("{{"));
  }
}
