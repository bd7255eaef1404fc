package io.flatness.cli;

import io.flatness.core.bind.ParameterBinder;
import io.flatness.spi.About;
import io.flatness.spi.ComponentFactory;
import io.flatness.spi.MetricFactory;
import io.flatness.spi.TransformFactory;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a component says of itself, by a word for each; what it does not say is left out. */
final class ComponentFacts {
    private ComponentFacts() {}

    static Map<String, String> of(ComponentFactory<?> factory) {
        About about = factory.about();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Definition", about.definition());
        facts.put("Source", about.source());
        facts.put("Cost", about.cost());
        if (factory instanceof MetricFactory<?> metric) {
            MetricFacts.of(metric).ifPresent(claims -> {
                facts.put("Claims to survive", claims.survivesWords());
                facts.put("Value", claims.valueWords());
            });
        }
        if (factory instanceof TransformFactory<?> transform) {
            family(transform).ifPresent(family -> facts.put("Family", family));
        }
        facts.values().removeIf(String::isEmpty);
        return facts;
    }

    private static <P extends Record> Optional<String> family(TransformFactory<P> factory) {
        return ParameterBinder.defaults(factory)
                .flatMap(parameters -> factory.create(parameters).family())
                .map(family ->
                        family + ", a change of the " + family.changes().name().toLowerCase(Locale.ROOT));
    }
}
