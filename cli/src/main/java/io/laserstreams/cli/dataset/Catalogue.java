package io.laserstreams.cli.dataset;

import static java.util.Objects.requireNonNull;

import io.laserstreams.cli.client.RecordPublisher;
import io.laserstreams.schema.Item;
import io.laserstreams.schema.Topic;
import io.laserstreams.schema.User;
import io.laserstreams.trainer.dataset.Dataset;

/** Users and items of a dataset in our terms, true since 1970. */
public final class Catalogue {
  private static final long ALWAYS = 0;

  private final Dataset data;

  public Catalogue(Dataset data) {
    this.data = requireNonNull(data, "data is null");
  }

  /** Publishes all of them and returns when they are on the brokers. */
  public void publish(RecordPublisher publisher) {
    data.profiles().forEach((id, fields) ->
        publisher.send(Topic.USERS, id, User.newBuilder().setUserId(id).setUpdatedAt(ALWAYS).setFields(fields).build()));
    data.items().forEach((id, item) ->
        publisher.send(Topic.ITEMS, id, Item.newBuilder().setItemId(id).setTitle(item.title()).setText(item.text())
            .setCategories(item.categories()).setFields(item.fields()).setUpdatedAt(ALWAYS).build()));
    publisher.flush();
  }

  public int users() {
    return data.profiles().size();
  }

  public int items() {
    return data.items().size();
  }
}
