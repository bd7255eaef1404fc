package io.flatness.networks.layer;

import io.flatness.spi.RefusedException;
import io.flatness.spi.loss.UnitMap;
import java.util.List;

/** What layers without tensors allow to be done to their units. */
final class UnitRules {
    private UnitRules() {}

    /** Permutations alone pass. */
    static UnitMap permutationOnly(Site site, String type, UnitMap input) {
        for (int unit = 0; unit < input.units(); unit++) {
            if (input.scale()[unit] != 1) {
                throw refused(
                        site,
                        type,
                        "is not homogeneous: scaling its input by " + input.scale()[unit] + " (unit " + unit
                                + ") would change the function");
            }
        }
        return input;
    }

    /** Permutations and changes of sign pass. */
    static UnitMap signedPermutationOnly(Site site, String type, UnitMap input) {
        for (int unit = 0; unit < input.units(); unit++) {
            if (Math.abs(input.scale()[unit]) != 1) {
                throw refused(
                        site,
                        type,
                        "is odd but not homogeneous: scaling its input by " + input.scale()[unit] + " (unit " + unit
                                + ") would change the function; only −1 and 1 pass");
            }
        }
        return input;
    }

    /** Positive scales pass, raised to the layer's degree. */
    static UnitMap homogeneous(Site site, String type, int degree, UnitMap input) {
        double[] scale = new double[input.units()];
        for (int unit = 0; unit < scale.length; unit++) {
            double factor = input.scale()[unit];
            if (!(factor > 0)) {
                throw refused(
                        site,
                        type,
                        "is homogeneous for positive scales only: scaling its input by " + factor + " (unit " + unit
                                + ") would change the function");
            }
            scale[unit] = degree == 1 ? factor : Math.pow(factor, degree);
        }
        return new UnitMap(input.source(), scale);
    }

    /** All inputs have to change in the same way. */
    static UnitMap agreed(Site site, String type, List<UnitMap> inputs) {
        UnitMap first = inputs.get(0);
        for (UnitMap other : inputs) {
            for (int unit = 0; unit < first.units(); unit++) {
                if (first.source()[unit] != other.source()[unit]) {
                    throw refused(
                            site,
                            type,
                            "joins units of several layers: they would have to be permuted alike, but unit " + unit
                                    + " would come from " + first.source()[unit] + " and from "
                                    + other.source()[unit]);
                }
                if (first.scale()[unit] != other.scale()[unit]) {
                    throw refused(
                            site,
                            type,
                            "joins units of several layers: they would have to be scaled alike, but unit " + unit
                                    + " would be scaled by " + first.scale()[unit] + " and by "
                                    + other.scale()[unit]);
                }
            }
        }
        return first;
    }

    /** Nothing may change. */
    static UnitMap unchanged(Site site, String type, List<UnitMap> inputs) {
        if (!inputs.stream().allMatch(UnitMap::isIdentity)) {
            throw refused(site, type, "has no rule by which a change of its input units would pass through it");
        }
        return UnitMap.identity(site.output().units());
    }

    static RefusedException refused(Site site, String type, String reason) {
        return new RefusedException("layer " + site.name() + " (" + type + ") " + reason);
    }
}
