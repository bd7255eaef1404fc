package io.flatness.networks.layer;

import io.flatness.spi.loss.UnitMap;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** What layers of the general kinds allow to be done to their units. */
final class UnitRules {
    private UnitRules() {}

    /** Nothing may change. */
    static UnitMap unchanged(Site site, List<UnitMap> inputs) {
        inputs.forEach(UnitMap::still);
        return UnitMap.identity(site.output().units());
    }

    /** Output unit u is input unit index(u). */
    static UnitMap gather(UnitMap input, int units, IntUnaryOperator index) {
        int[] source = new int[units];
        Arrays.setAll(source, index);
        return input.gather(source);
    }

    /** One unit repeated to as many as there are, where there is one; otherwise the change itself. */
    static UnitMap repeated(UnitMap input, int units) {
        return input.units() == units ? input : gather(input, units, unit -> 0);
    }

    /** The common change of all inputs. */
    static UnitMap agreed(List<UnitMap> inputs) {
        UnitMap common = inputs.get(0);
        for (UnitMap input : inputs.subList(1, inputs.size())) {
            common = common.agree(input);
        }
        return common;
    }
}
