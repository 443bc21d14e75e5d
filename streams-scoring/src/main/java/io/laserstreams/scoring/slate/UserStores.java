package io.laserstreams.scoring.slate;

import io.laserstreams.crm.history.UserHistories;
import io.laserstreams.scoring.features.UserStates;
import io.laserstreams.scoring.user.VersionedStore;
import java.util.Map;

/**
 * What is known about the users of one partition.
 *
 * @param knowledge vectors by encoder id
 * @param features state of streaming features
 */
public record UserStores(
    UserHistories histories,
    VersionedStore<Map<String, String>> profiles,
    VersionedStore<Map<String, float[]>> knowledge,
    UserStates features) {}
