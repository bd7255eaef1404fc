package io.flatness.core.run;

import io.flatness.core.host.Host;
import io.flatness.core.plan.Canonical;
import io.flatness.core.plan.PlannedLink;
import io.flatness.spi.loss.Bijection;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.Transformed;
import java.util.List;
import java.util.Optional;

/** Takes points through chains of transforms. */
final class Chains {
    private Chains() {}

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
            Transformed next = link.transform()
                    .apply(minimum, host.context(problem, link.step().type(), parameters));
            minimum = next.minimum();
            whole &= next.map().isPresent();
            if (next.map().isPresent()) {
                Bijection last = next.map().get();
                map = Optional.of(map.isEmpty() ? last : new ComposedBijection(map.get(), last));
            }
        }
        return new Transformed(minimum, whole ? map : Optional.empty());
    }
}
