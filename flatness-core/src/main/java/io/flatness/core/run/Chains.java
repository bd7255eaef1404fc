package io.flatness.core.run;

import io.flatness.core.host.Host;
import io.flatness.core.plan.Canonical;
import io.flatness.core.plan.PlannedLink;
import io.flatness.core.plugin.Faults;
import io.flatness.spi.Context;
import io.flatness.spi.RefusedException;
import io.flatness.spi.UndefinedException;
import io.flatness.spi.loss.Bijection;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.MonomialMap;
import io.flatness.spi.loss.Transformed;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** Takes points through chains of transforms. */
final class Chains {
    private Chains() {}

    private static Transformed apply(PlannedLink link, Minimum minimum, Context context) {
        try {
            return link.transform().apply(copy(minimum), context);
        } catch (RefusedException | UndefinedException | OutputException e) {
            throw e;
        } catch (CancellationException e) {
            context.checkCancelled();
            throw fault(link, e);
        } catch (Throwable e) { // the door to foreign code; a fault of our own stays one
            if (link.origin().builtIn()) {
                throw e;
            }
            throw fault(link, e);
        }
    }

    private static RefusedException fault(PlannedLink link, Throwable e) {
        return new RefusedException("a fault in the transform " + link.step().type() + ": " + Faults.describe(e));
    }

    /** The point in an array of its own, so that no transform writes to that of another. */
    private static Minimum copy(Minimum minimum) {
        return new Minimum(minimum.surface(), minimum.theta().clone());
    }

    /**
     * Applies every link in order.
     *
     * @throws io.flatness.spi.RefusedException when a link refuses
     */
    static Transformed apply(Minimum start, List<PlannedLink> links, String problem, Host host) {
        Minimum minimum = start;
        Optional<Bijection> map = Optional.empty();
        boolean whole = true;
        for (PlannedLink link : links) {
            String parameters = Canonical.json(link.step().parameters());
            Transformed next =
                    apply(link, minimum, host.context(problem, link.step().type(), parameters));
            minimum = copy(next.minimum());
            whole &= next.map().isPresent();
            if (next.map().isPresent()) {
                Bijection last = next.map().get();
                map = Optional.of(map.isEmpty() ? last : composed(map.get(), last));
            }
        }
        return new Transformed(minimum, whole ? map : Optional.empty());
    }

    private static Bijection composed(Bijection first, Bijection second) {
        return first instanceof MonomialMap a && second instanceof MonomialMap b
                ? a.then(b)
                : new ComposedBijection(first, second);
    }
}
