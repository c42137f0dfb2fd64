/*
 * tests/bench/lemon_mcf.cc - the peer: LEMON's NetworkSimplex, as it comes,
 * over a DIMACS .min problem on standard input.  Prints as zhipai-mcf -t
 * does: the cost, the microseconds of the solve alone (of the processor;
 * construction of the solver left out), the peak of the memory in KiB.
 */
#include <sys/resource.h>
#include <time.h>

#include <iostream>
#include <lemon/dimacs.h>
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

#ifndef NUMBER
#define NUMBER int
#endif

/* Processor time in microseconds. */
static long long now()
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return t.tv_sec * 1000000LL + t.tv_nsec / 1000;
}

int main()
{
	typedef lemon::SmartDigraph G;
	typedef lemon::NetworkSimplex<G, NUMBER, NUMBER> NS;
	G g;
	G::ArcMap<NUMBER> lower(g), upper(g), cost(g);
	G::NodeMap<NUMBER> supply(g);
	struct rusage used;

	std::ios::sync_with_stdio(false);
	lemon::readDimacsMin(std::cin, g, lower, upper, cost, supply);
	NS ns(g);
	ns.lowerMap(lower).upperMap(upper).costMap(cost).supplyMap(supply);
	long long us = -now();
	NS::ProblemType found = ns.run();
	us += now();
	getrusage(RUSAGE_SELF, &used);
	if (found == NS::OPTIMAL)
		std::cout << "s " << ns.totalCost<long long>() << "\n";
	else
		std::cout << "s INFEASIBLE\n";
	std::cout << "c solve_us " << us << " peak_kib " << used.ru_maxrss <<
	    "\n";
	return found == NS::OPTIMAL ? 0 : 1;
}
