package com.fasterxml.jackson.datatype.joda;

import com.fasterxml.jackson.databind.module.SimpleModule;

/**
 * Stands in the function where Jackson's module of this name would, which the build leaves out of function.zip with Joda-Time:
 * Quarkus gives it to the mapper for handlers with typed input, of which there are none here. Its 180 classes were loaded
 * at every start, and were the only ones that an AOT cache could not take.
 */
public final class JodaModule extends SimpleModule {

    private static final long serialVersionUID = 1;
}
