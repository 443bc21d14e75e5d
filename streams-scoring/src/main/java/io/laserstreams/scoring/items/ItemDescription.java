package io.laserstreams.scoring.items;

import io.laserstreams.runtime.state.StateReader;
import io.laserstreams.runtime.state.StateWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What models may know of an item's record, see {@code Item}. */
public record ItemDescription(List<String> categories, Map<String, String> fields, long updatedAt) {
  private static final int LAYOUT = 1;

  byte[] encode() {
    StateWriter out = new StateWriter(LAYOUT).number(updatedAt).fields(fields);
    categories.forEach(out::text);
    return out.toBytes();
  }

  static ItemDescription decode(byte[] state) {
    StateReader in = new StateReader(state, LAYOUT, "an item's description");
    long updatedAt = in.number();
    Map<String, String> fields = in.fields();
    List<String> categories = new ArrayList<>();
    while (in.hasMore()) {
      categories.add(in.text());
    }
    return new ItemDescription(categories, fields, updatedAt);
  }
}
