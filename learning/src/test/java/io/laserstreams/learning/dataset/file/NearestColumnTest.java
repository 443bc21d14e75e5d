package io.laserstreams.learning.dataset.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestColumnTest {
  private static final List<String> COLUMNS =
      List.of("user_id", "trackId", "Rating", "played at", "year");

  @ParameterizedTest
  @CsvSource({
    "user,user_id",
    "userId,user_id",
    "track_id,trackId",
    "trakc_id,trackId",
    "raitng,Rating",
    "ratings,Rating",
    "played_at,played at"
  })
  void shouldFindTheColumnThatIsMeant(String name, String column) {
    assertEquals("; did you mean '" + column + "'?", NearestColumn.hint(name, COLUMNS));
  }

  @Test
  void shouldNotGuessWhenNoColumnIsLikeIt() {
    assertEquals("", NearestColumn.hint("album", COLUMNS));
    assertEquals("", NearestColumn.hint("t", COLUMNS));
  }
}
