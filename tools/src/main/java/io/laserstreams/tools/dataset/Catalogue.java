package io.laserstreams.tools.dataset;

import static java.util.Objects.requireNonNull;

import io.laserstreams.learning.dataset.Dataset;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.User;
import io.laserstreams.schema.rule.EventTimeBounds;
import io.laserstreams.tools.client.RecordPublisher;
import java.util.function.Consumer;

/** Users and items of a dataset as records that are valid at any time. */
public final class Catalogue {
  private final Dataset data;

  public Catalogue(Dataset data) {
    this.data = requireNonNull(data, "data is null");
  }

  /** Publishes all of them and returns once they are on the brokers. */
  public void publish(RecordPublisher publisher) {
    forEachUser(user -> publisher.send(Topic.USERS, user.getUserId(), user));
    forEachItem(item -> publisher.send(Topic.ITEMS, item.getItemId(), item));
    publisher.flush();
  }

  public void forEachUser(Consumer<User> visitor) {
    data.profiles()
        .forEach(
            (id, fields) ->
                visitor.accept(
                    User.newBuilder()
                        .setUserId(id)
                        .setUpdatedAt(EventTimeBounds.ALWAYS)
                        .setFields(fields)
                        .build()));
  }

  public void forEachItem(Consumer<Item> visitor) {
    data.items()
        .forEach(
            (id, item) ->
                visitor.accept(
                    Item.newBuilder()
                        .setItemId(id)
                        .setTitle(item.title())
                        .setText(item.text())
                        .setCategories(item.categories())
                        .setFields(item.fields())
                        .setUpdatedAt(EventTimeBounds.ALWAYS)
                        .build()));
  }

  public int users() {
    return data.profiles().size();
  }

  public int items() {
    return data.items().size();
  }
}
