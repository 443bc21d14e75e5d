package io.laserstreams.knowledge.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.history.ByteStore;
import io.laserstreams.runtime.state.StateReader;
import io.laserstreams.runtime.state.StateWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The content of one task's items, from which requests are made. */
public final class ItemContents {
  private static final int LAYOUT = 1;

  private final ByteStore store;

  /**
   * One item as it was when its content last changed.
   *
   * @param updatedAt event time of the newest record of the item
   * @param changedAt event time of the record with which title, text or categories last changed:
   *     the item's knowledge position
   */
  public record ItemContent(
      String title,
      String text,
      List<String> categories,
      Map<String, String> fields,
      long updatedAt,
      long changedAt) {
    public ItemContent {
      requireNonNull(title, "title is null");
      requireNonNull(text, "text is null");
      categories = List.copyOf(categories);
      fields = Map.copyOf(fields);
    }

    /** Whether knowledge about both would be the same; fields do not count. */
    public boolean hasSameContent(ItemContent other) {
      return title.equals(other.title)
          && text.equals(other.text)
          && categories.equals(other.categories);
    }

    /** The same content with the fields and the time of a newer record. */
    public ItemContent confirmedBy(ItemContent newer) {
      return new ItemContent(title, text, categories, newer.fields, newer.updatedAt, changedAt);
    }
  }

  public ItemContents(ByteStore store) {
    this.store = requireNonNull(store, "store is null");
  }

  /** The item, null if unknown. */
  public @Nullable ItemContent get(String itemId) {
    return store.read(itemId.getBytes(UTF_8), ItemContents::decode);
  }

  private static ItemContent decode(byte[] state) {
    StateReader in = new StateReader(state, LAYOUT, "an item's content");
    return new ItemContent(in.text(), in.text(), in.texts(), in.fields(), in.number(), in.number());
  }

  public void put(String itemId, ItemContent item) {
    store.put(
        itemId.getBytes(UTF_8),
        new StateWriter(LAYOUT)
            .text(item.title())
            .text(item.text())
            .texts(item.categories())
            .fields(item.fields())
            .number(item.updatedAt())
            .number(item.changedAt())
            .toBytes());
  }

  public void delete(String itemId) {
    store.delete(itemId.getBytes(UTF_8));
  }
}
