package io.flatness.networks.layer;

import io.flatness.spi.loss.UnitMap;
import java.util.List;

/** What layers of the general kinds allow to be done to their units. */
final class UnitRules {
    private UnitRules() {}

    /** Nothing may change. */
    static UnitMap unchanged(Site site, List<UnitMap> inputs) {
        inputs.forEach(UnitMap::still);
        return UnitMap.identity(site.output().units());
    }
}
